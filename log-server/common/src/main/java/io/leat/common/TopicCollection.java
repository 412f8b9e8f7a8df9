package io.leat.common;

import java.util.Collection;
import java.util.List;

/** Topics, named either all by name or all by id. */
public abstract class TopicCollection {

    private TopicCollection() {}

    public static TopicIdCollection ofTopicIds(Collection<Uuid> topics) {
        return new TopicIdCollection(topics);
    }

    public static TopicNameCollection ofTopicNames(Collection<String> topics) {
        return new TopicNameCollection(topics);
    }

    /** Topics by id. */
    public static class TopicIdCollection extends TopicCollection {

        private final List<Uuid> topicIds;

        private TopicIdCollection(Collection<Uuid> topicIds) {
            this.topicIds = List.copyOf(topicIds);
        }

        public Collection<Uuid> topicIds() {
            return topicIds;
        }
    }

    /** Topics by name. */
    public static class TopicNameCollection extends TopicCollection {

        private final List<String> topicNames;

        private TopicNameCollection(Collection<String> topicNames) {
            this.topicNames = List.copyOf(topicNames);
        }

        public Collection<String> topicNames() {
            return topicNames;
        }
    }
}
