package org.manyhands.cli.verb;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** In which form a listing is printed. */
final class OutputOptions {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "table, json or ids (default: table).")
    private String form = "table";

    /** A listing in its three forms. */
    interface Listing {
        Table table();

        Object json();

        List<String> ids();

        /** What follows the table. */
        default String footer() {
            return "";
        }
    }

    void print(Listing listing) throws IOException, UsageException {
        switch (form) {
            case "table" -> System.out.print(listing.table() + listing.footer());
            case "json" -> System.out.println(JSON.writeValueAsString(listing.json()));
            case "ids" -> listing.ids().forEach(System.out::println);
            default -> throw new UsageException("-o: '" + form + "' (expected: table, json or ids)");
        }
    }
}
