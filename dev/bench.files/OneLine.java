/** For dev/bench: the least that a JVM can do. */
final class OneLine {
    private OneLine() {}

    public static void main(String[] args) {
        System.out.println("one line");
    }
}
