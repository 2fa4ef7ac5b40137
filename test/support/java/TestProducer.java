import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
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
 *   send PRODUCER CODEC TOPIC PARTITION KEY:VALUE... as one batch; all in base64. A value *N stands for N zeros, !COMMAND for a command
 *   that is signed here
 *   begin PRODUCER, commit PRODUCER, abort PRODUCER  (of a producer whose name begins with tx)
 */
public class TestProducer {
  private static final Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();
  private static String brokers;
  private static String kid;
  private static PrivateKey key;

  /** The brokers, the name of the key, and the key itself, the last two in base64. */
  public static void main(String[] arguments) throws Exception {
    brokers = arguments[0];
    kid = new String(Base64.getDecoder().decode(arguments[1]), StandardCharsets.UTF_8);
    PKCS8EncodedKeySpec own = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(arguments[2]));
    key = KeyFactory.getInstance("Ed25519").generatePrivate(own);
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
      byte[] stream = parts[0].isEmpty() ? null : Base64.getDecoder().decode(parts[0]);
      sent.add(producer.send(new ProducerRecord<>(words[3], Integer.parseInt(words[4]), stream, valueOf(parts[1]))));
    }
    producer.flush();
    StringBuilder offsets = new StringBuilder();
    for (Future<RecordMetadata> one : sent) offsets.append(' ').append(one.get().offset());
    return offsets.toString();
  }

  private static byte[] valueOf(String text) throws Exception {
    if (text.startsWith("*")) return new byte[Integer.parseInt(text.substring(1))];
    if (!text.startsWith("!")) return Base64.getDecoder().decode(text);
    return sign(Base64.getDecoder().decode(text.substring(1)), kid, key).getBytes(StandardCharsets.UTF_8);
  }

  /** The value of a message of budget.commands: the command as a compact JWS. */
  static String sign(byte[] command, String kid, PrivateKey key) throws Exception {
    long now = Instant.now().getEpochSecond();
    String header = "{\"alg\":\"EdDSA\",\"typ\":\"budget-command+jws\",\"kid\":\"" + kid + "\","
        + "\"aud\":\"budget-ledger\",\"iat\":" + now + ",\"exp\":" + (now + 3600) + "}";
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String input = base64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "." + base64.encodeToString(command);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    signature.update(input.getBytes(StandardCharsets.UTF_8));
    return input + "." + base64.encodeToString(signature.sign());
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
