package io.leat.common;

/** An interceptor, serializer or the like that wants to know which cluster it works with. */
public interface ClusterResourceListener {

    /** Called before first use, and whenever the client learns the cluster's id anew. */
    void onUpdate(ClusterResource clusterResource);
}
