/** A pinhole camera: where it stands and the axes of its picture plane. */
record Camera(Vector eye, Vector forward, Vector right, Vector up) {
    /**
     * Points a camera at a target.
     *
     * @param zoom the distance of a picture plane that is two units high; greater is closer
     */
    static Camera lookingAt(Vector eye, Vector target, double zoom) {
        Vector forward = target.minus(eye).unit();
        Vector right = forward.cross(Vector.UP).unit();
        return new Camera(eye, forward.times(zoom), right, right.cross(forward));
    }

    /** The ray through a point of the picture, which spans -1..1 from bottom to top. */
    Ray through(double x, double y) {
        return new Ray(eye, forward.plus(right.times(x)).plus(up.times(y)).unit());
    }
}
