/** Topologies as data. Internal. */
package io.leat.streams.topology;
