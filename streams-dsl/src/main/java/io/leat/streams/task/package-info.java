/** A subtopology running on one partition. Internal. */
package io.leat.streams.task;
