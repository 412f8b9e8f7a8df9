package main

import (
    "fmt"
    "hash/fnv"
    "log"
    "sync/atomic"

    "github.com/IBM/sarama"
)

// MyCustomPartitioner 自定义的分区器
type MyCustomPartitioner struct {
    counter int32
}

// Partition 根据消息 key 来选择分区，如果没有 key，则轮询分区
func (p *MyCustomPartitioner) Partition(message *sarama.ProducerMessage, numPartitions int32) (int32, error) {
    if message.Key != nil {
        // 如果有 key，则根据 key 的哈希值选择分区
        keyBytes, err := message.Key.Encode()
        if err != nil {
            return -1, err
        }
        hashValue := hash(keyBytes)
        return int32(hashValue % uint32(numPartitions)), nil
    }
    // 如果没有 key，则轮询选择分区
    partition := atomic.AddInt32(&p.counter, 1) % numPartitions
    return partition, nil
}

// RequiresConsistency 保证相同的 key 总是选择同一个分区
func (p *MyCustomPartitioner) RequiresConsistency() bool {
    return true
}

// hash 函数，使用 FNV 算法对 key 进行哈希
func hash(key []byte) uint32 {
    h := fnv.New32a()
    _, _ = h.Write(key)
    return h.Sum32()
}

func main() {
    // 配置 sarama 客户端
    config := sarama.NewConfig()
    config.Producer.Partitioner = func(topic string) sarama.Partitioner {
        return &MyCustomPartitioner{}
    }

    // 创建同步生产者
    producer, err := sarama.NewSyncProducer([]string{"localhost:9092"}, config)
    if err != nil {
        log.Fatalf("Failed to start Sarama producer: %v", err)
    }
    defer producer.Close()

    // 创建带 key 和不带 key 的消息
    for i := 0; i < 10; i++ {
        var key sarama.Encoder
        if i%2 == 0 {
            key = sarama.StringEncoder(fmt.Sprintf("key-%d", i))
        }

        message := &sarama.ProducerMessage{
            Topic: "test-topic",
            Key:   key,
            Value: sarama.StringEncoder(fmt.Sprintf("This is message %d", i)),
        }

        partition, offset, err := producer.SendMessage(message)
        if err != nil {
            log.Fatalf("Failed to send message: %v", err)
        }

        fmt.Printf("Message %d is stored in partition %d, offset %d\n", i, partition, offset)
    }
}
