package org.manyhands.cli.spec;

/**
 * So much of a resource, as {@code licence=5}.
 *
 * @param amount in bytes or thousandths, see {@link org.manyhands.core.plan.ResourceNames}
 */
public record ResourceAmount(String resource, long amount) {
    /**
     * Reads it.
     *
     * @throws SpecException if there is no name, no amount, or none that a resource may have
     */
    public static ResourceAmount parse(String text) throws SpecException {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new SpecException(Text.quoted(text) + " is no amount of a resource (expected: cpu=2,memory=1G)");
        }
        String name = Names.resource(text.substring(0, equals).strip());
        return new ResourceAmount(
                name, Resources.amount(name, text.substring(equals + 1).strip()));
    }
}
