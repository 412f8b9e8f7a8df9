/** The admin client: topics, configurations, groups, offsets and transactions of a cluster. */
package io.leat.clients.admin;
