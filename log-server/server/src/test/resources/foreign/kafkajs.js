// Produces, consumes in a group, and commits and aborts transactions: node kafkajs.js HOST:PORT
const { Kafka, CompressionTypes, logLevel } = require('kafkajs');

const kafka = new Kafka({ clientId: 'foreign', brokers: [process.argv[2]], logLevel: logLevel.ERROR });
const topic = 'from-kafkajs';

async function read(groupId, count) {
  const values = [];
  const consumer = kafka.consumer({ groupId });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, (event) => reject(event.payload.error));
    consumer.run({
      eachMessage: async ({ message }) => {
        values.push(message.value.toString());
        if (values.length === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return values;
}

async function main() {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });

  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: 'k', value: 'plain', headers: { h: 'v' } }] });
  await producer.send({ topic, compression: CompressionTypes.GZIP, messages: [{ value: 'gzip' }] });
  await producer.disconnect();

  const transactional = kafka.producer({
    transactionalId: 'kafkajs', idempotent: true, maxInFlightRequests: 1,
  });
  await transactional.connect();
  const aborted = await transactional.transaction();
  await aborted.send({ topic, messages: [{ value: 'aborted' }] });
  await aborted.abort();
  const committed = await transactional.transaction();
  await committed.send({ topic, messages: [{ value: 'committed' }] });
  await committed.commit();
  await transactional.disconnect();

  console.log((await read('kafkajs-readers', 3)).join(','));
  await admin.disconnect();
}

main().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
