/** A half-line: where it starts and the unit direction in which it goes. */
record Ray(Vector origin, Vector direction) {
    Vector at(double distance) {
        return new Vector(
                origin.x() + direction.x() * distance,
                origin.y() + direction.y() * distance,
                origin.z() + direction.z() * distance);
    }
}
