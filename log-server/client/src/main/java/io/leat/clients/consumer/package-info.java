/** The consumer: reads records of topics, alone or as a member of a group. */
package io.leat.clients.consumer;
