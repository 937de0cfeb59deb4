import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** For dev/bench: a warm Spark. For each line on standard input it pipes the items of that file through cat, and prints the nanoseconds. */
final class SparkPipe {
    private static final int PARTITIONS = 1_000;

    private SparkPipe() {}

    public static void main(String[] args) throws Exception {
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("dev/bench")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            for (String items = turns.readLine(); items != null; items = turns.readLine()) {
                long begin = System.nanoTime();
                long count = spark.textFile(items, PARTITIONS).pipe("cat").count();
                System.out.println(System.nanoTime() - begin + " " + count);
            }
        }
    }
}
