/** What processors implement and see. */
package io.leat.streams.processor.api;
