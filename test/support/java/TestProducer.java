import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An ordinary producer, told line by line what to do. Every line is answered by one: "ok" with the offsets, or "failed" with the reason.
 *
 *   send PRODUCER CODEC TOPIC PARTITION KEY:VALUE[:AUTHORIZATION]... as one batch; all in base64, a value *N stands for N zeros
 *   begin PRODUCER, commit PRODUCER, abort PRODUCER  (of a producer whose name begins with tx)
 */
public class TestProducer {
  private static final Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
  private static String brokers;

  public static void main(String[] arguments) throws Exception {
    brokers = arguments[0];
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        System.out.println("ok" + answer(line.split(" ")));
      } catch (Exception error) {
        System.out.println("failed " + error);
      }
    }
    // An open transaction stays open, as that of a program that is killed does.
    Runtime.getRuntime().halt(0);
  }

  private static String answer(String[] words) throws Exception {
    String name = words[1];
    switch (words[0]) {
      case "begin":
        producer(name, "none").beginTransaction();
        return "";
      case "commit":
        producer(name, "none").commitTransaction();
        return "";
      case "abort":
        producer(name, "none").abortTransaction();
        return "";
      default:
        return send(producer(name, words[2]), words);
    }
  }

  private static String send(KafkaProducer<byte[], byte[]> producer, String[] words) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int at = 5; at < words.length; at += 1) {
      String[] parts = words[at].split(":", -1);
      byte[] value = parts[1].startsWith("*")
          ? new byte[Integer.parseInt(parts[1].substring(1))]
          : Base64.getDecoder().decode(parts[1]);
      byte[] key = parts[0].isEmpty() ? null : Base64.getDecoder().decode(parts[0]);
      ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(words[3], Integer.parseInt(words[4]), key, value);
      if (parts.length > 2) record.headers().add("authorization", Base64.getDecoder().decode(parts[2]));
      sent.add(producer.send(record));
    }
    producer.flush();
    StringBuilder offsets = new StringBuilder();
    for (Future<RecordMetadata> one : sent) offsets.append(' ').append(one.get().offset());
    return offsets.toString();
  }

  private static KafkaProducer<byte[], byte[]> producer(String name, String codec) {
    return producers.computeIfAbsent(name, missing -> {
      Properties settings = new Properties();
      settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
      settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, codec);
      settings.put(ProducerConfig.LINGER_MS_CONFIG, 1000);
      settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 4 * 1024 * 1024);
      settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 256 * 1024 * 1024);
      settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 300L * 1024 * 1024);
      boolean hasTransactions = name.startsWith("tx");
      if (hasTransactions) settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, name);
      KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings);
      if (hasTransactions) producer.initTransactions();
      return producer;
    });
  }
}
