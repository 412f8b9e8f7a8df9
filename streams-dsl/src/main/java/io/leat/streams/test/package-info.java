/** Records for tests of topologies. */
package io.leat.streams.test;
