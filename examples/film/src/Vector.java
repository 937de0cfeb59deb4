/** Three numbers: a point, a direction, or a colour in linear light (red, green, blue). */
record Vector(double x, double y, double z) {
    static final Vector BLACK = new Vector(0, 0, 0);
    static final Vector UP = new Vector(0, 1, 0);

    Vector plus(Vector other) {
        return new Vector(x + other.x, y + other.y, z + other.z);
    }

    Vector minus(Vector other) {
        return new Vector(x - other.x, y - other.y, z - other.z);
    }

    Vector times(double factor) {
        return new Vector(x * factor, y * factor, z * factor);
    }

    /** The product of each component with its counterpart: light filtered by a colour. */
    Vector times(Vector filter) {
        return new Vector(x * filter.x, y * filter.y, z * filter.z);
    }

    double dot(Vector other) {
        return x * other.x + y * other.y + z * other.z;
    }

    Vector cross(Vector other) {
        return new Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    /** This direction with length one. */
    Vector unit() {
        return times(1 / length());
    }

    /** The way from this (share 0) to the other (share 1). */
    Vector mix(Vector other, double share) {
        return new Vector(x + (other.x - x) * share, y + (other.y - y) * share, z + (other.z - z) * share);
    }

    /** This direction thrown back by a mirror with the given unit normal. */
    Vector reflected(Vector normal) {
        double twice = 2 * dot(normal);
        return new Vector(x - twice * normal.x, y - twice * normal.y, z - twice * normal.z);
    }
}
