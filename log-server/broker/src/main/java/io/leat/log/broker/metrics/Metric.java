package io.leat.log.broker.metrics;

import java.util.List;

/**
 * The metrics of a node under the names people know: those that the Prometheus JMX exporter gives
 * Kafka's beans, and for groups those of kafka_exporter. A label may be missing: then the value is
 * about all topics.
 */
public enum Metric {
    // traffic
    MESSAGES_IN("kafka_server_brokertopicmetrics_messagesin_total", "Records written.", "topic"),
    BYTES_IN("kafka_server_brokertopicmetrics_bytesin_total", "Bytes written.", "topic"),
    BYTES_OUT("kafka_server_brokertopicmetrics_bytesout_total", "Bytes consumers got.", "topic"),
    REPLICATION_BYTES_OUT(
            "kafka_server_brokertopicmetrics_replicationbytesout_total",
            "Bytes other replicas got.",
            "topic"),
    PRODUCE_REQUESTS(
            "kafka_server_brokertopicmetrics_totalproducerequests_total",
            "Batches clients sent.",
            "topic"),
    FETCH_REQUESTS(
            "kafka_server_brokertopicmetrics_totalfetchrequests_total",
            "Partitions in answers to consumers.",
            "topic"),
    FAILED_PRODUCE_REQUESTS(
            "kafka_server_brokertopicmetrics_failedproducerequests_total",
            "Batches that were refused.",
            "topic"),
    FAILED_FETCH_REQUESTS(
            "kafka_server_brokertopicmetrics_failedfetchrequests_total",
            "Partitions that could not be read.",
            "topic"),

    // requests
    REQUESTS("kafka_network_requestmetrics_requests_total", "Requests answered.", "request"),
    REQUEST_BYTES(
            "kafka_network_requestmetrics_requestbytes_total", "Bytes of requests.", "request"),
    RESPONSE_BYTES(
            "kafka_network_requestmetrics_responsebytes_total", "Bytes of responses.", "request"),
    REQUEST_TIME(
            "kafka_network_requestmetrics_totaltimems",
            "Milliseconds from request to response, of the last one to two minutes.",
            "request",
            "quantile"),
    REQUEST_TIME_SUM(
            "leat_request_milliseconds_total",
            "Milliseconds from request to response, all together.",
            "request"),

    // connections
    CONNECTIONS(
            "kafka_server_socketservermetrics_connection_count", "Open connections.", "listener"),
    CONNECTIONS_OPENED(
            "kafka_server_socketservermetrics_connection_creation_total",
            "Connections that came in.",
            "listener"),
    CONNECTIONS_CLOSED(
            "kafka_server_socketservermetrics_connection_close_total",
            "Connections that ended.",
            "listener"),

    // replicas of this broker
    PARTITIONS("kafka_server_replicamanager_partitioncount", "Replicas here."),
    LEADERS("kafka_server_replicamanager_leadercount", "Partitions led here."),
    UNDER_REPLICATED(
            "kafka_server_replicamanager_underreplicatedpartitions",
            "Partitions led here that lack in-sync replicas."),
    UNDER_MIN_ISR(
            "kafka_server_replicamanager_underminisrpartitioncount",
            "Partitions led here with fewer in-sync replicas than min.insync.replicas."),
    AT_MIN_ISR(
            "kafka_server_replicamanager_atminisrpartitioncount",
            "Partitions led here with just min.insync.replicas."),
    OFFLINE_REPLICAS(
            "kafka_server_replicamanager_offlinereplicacount",
            "Replicas here whose data cannot be used."),
    ISR_SHRINKS("kafka_server_replicamanager_isrshrinks_total", "Replicas that fell behind."),
    ISR_EXPANDS("kafka_server_replicamanager_isrexpands_total", "Replicas that caught up."),

    // logs
    LOG_START("kafka_log_log_logstartoffset", "First offset.", "topic", "partition"),
    LOG_END("kafka_log_log_logendoffset", "Offset of the next record.", "topic", "partition"),
    HIGH_WATERMARK(
            "kafka_cluster_partition_highwatermark",
            "Offset up to which consumers read.",
            "topic",
            "partition"),
    LAST_STABLE_LAG(
            "kafka_cluster_partition_laststableoffsetlag",
            "Records that open transactions hold back from read_committed consumers.",
            "topic",
            "partition"),
    LOG_SIZE("kafka_log_log_size", "Bytes.", "topic", "partition"),
    LOG_SEGMENTS("kafka_log_log_numlogsegments", "Segments.", "topic", "partition"),
    OFFLINE_DIRECTORIES("kafka_log_logmanager_offlinelogdirectorycount", "Disks that failed."),
    CORDONED_DIRECTORIES(
            "kafka_log_logmanager_cordonedlogdirectorycount",
            "Folders that take no new replicas (cordoned.log.dirs)."),
    DISK_TOTAL("leat_disk_total_bytes", "Size of the file system of the data.", "dir"),
    DISK_FREE("leat_disk_free_bytes", "Bytes of it that are free.", "dir"),

    // the cluster, as its active controller sees it
    ACTIVE_CONTROLLER(
            "kafka_controller_kafkacontroller_activecontrollercount",
            "1 on the active controller, 0 elsewhere."),
    OFFLINE_PARTITIONS(
            "kafka_controller_kafkacontroller_offlinepartitionscount",
            "Partitions without a leader; 0 but on the active controller."),
    ACTIVE_BROKERS("kafka_controller_kafkacontroller_activebrokercount", "Brokers that are in."),
    FENCED_BROKERS(
            "kafka_controller_kafkacontroller_fencedbrokercount", "Brokers that are fenced."),
    TOPICS("kafka_controller_kafkacontroller_globaltopiccount", "Topics of the cluster."),
    CLUSTER_PARTITIONS(
            "kafka_controller_kafkacontroller_globalpartitioncount", "Their partitions."),
    METADATA_OFFSET(
            "kafka_server_brokermetadatametrics_lastappliedrecordoffset",
            "Offset of the metadata this node acts upon."),

    // coordinators
    GROUPS(
            "kafka_coordinator_group_groupmetadatamanager_numgroups",
            "Groups coordinated here.",
            "state"),
    GROUP_OFFSETS(
            "kafka_coordinator_group_groupmetadatamanager_numoffsets",
            "Offsets committed by groups that are coordinated here."),
    GROUP_MEMBERS("kafka_consumergroup_members", "Members of a group.", "consumergroup"),
    GROUP_OFFSET(
            "kafka_consumergroup_current_offset",
            "Offset a group has committed.",
            "consumergroup",
            "topic",
            "partition"),
    GROUP_LAG(
            "kafka_consumergroup_lag",
            "Records a group has still to read; where this node has a replica.",
            "consumergroup",
            "topic",
            "partition"),
    GROUP_LEAD(
            "kafka_consumergroup_lead",
            "Records between the first one that is kept and where a group reads: at 0 it loses"
                    + " records to retention.",
            "consumergroup",
            "topic",
            "partition"),
    TRANSACTIONAL_IDS(
            "kafka_coordinator_transaction_transactionalids",
            "Transactional ids coordinated here.",
            "state"),

    // what clients push (KIP-714)
    CLIENT_INSTANCES(
            "kafka_server_client_metrics_instance_count",
            "Clients that asked which metrics they are to push here."),
    CLIENTS_THROTTLED(
            "kafka_server_client_metrics_throttle_total",
            "Requests of clients that asked or pushed before their interval was over."),
    CLIENTS_UNKNOWN_SUBSCRIPTION(
            "kafka_server_client_metrics_unknown_subscription_request_total",
            "Pushes of clients that did not know of the newest subscriptions."),
    CLIENT_SERIES_DROPPED(
            "leat_client_metrics_dropped_total",
            "Numbers of clients that were not kept, because there were too many."),

    // what it takes
    LOOP_IDLE(
            "kafka_network_socketserver_networkprocessoravgidlepercent",
            "Share of the time the event loops had nothing to do, since this was last asked."),
    LOOP_BUSY("leat_event_loop_busy_seconds_total", "Processor time of event loops.", "loop"),
    REQUEST_MEMORY("leat_requests_buffered_bytes", "Memory of requests that are not answered yet."),
    REQUEST_MEMORY_MAX(
            "leat_requests_buffered_max_bytes", "How much that may be (queued.max.request.bytes).");

    private final String text;
    private final String help;
    private final List<String> labels;

    Metric(String text, String help, String... labels) {
        this.text = text;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** What it is called in Prometheus. */
    public String text() {
        return text;
    }

    public String help() {
        return help;
    }

    /** The names of its labels; a value without labels is about all. */
    public List<String> labels() {
        return labels;
    }

    /** Whether it only grows while the process lives. */
    public boolean counts() {
        return text.endsWith("_total");
    }
}
