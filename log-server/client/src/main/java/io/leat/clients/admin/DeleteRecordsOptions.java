package io.leat.clients.admin;

/** Options of {@link Admin#deleteRecords}. */
public class DeleteRecordsOptions extends AbstractOptions<DeleteRecordsOptions> {}
