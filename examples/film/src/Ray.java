/** A half-line: where it starts and the unit direction in which it goes. */
record Ray(Vector origin, Vector direction) {
    Vector at(double distance) {
        return origin.plus(direction.times(distance));
    }
}
