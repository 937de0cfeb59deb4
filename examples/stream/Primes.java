import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;

/** Answers each number with itself and whether it is prime, a line for a line. */
final class Primes {
    public static void main(String[] args) throws IOException {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in));
        String number = questions.readLine();
        while (number != null) {
            System.out.println(number + (new BigInteger(number).isProbablePrime(50) ? " prime" : " composite"));
            number = questions.readLine();
        }
    }
}
