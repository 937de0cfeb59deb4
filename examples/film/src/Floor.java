/** The endless chequered plane at height zero. */
record Floor(Material light, Material dark) implements Surface {
    @Override
    public double distance(Ray ray) {
        double distance = -ray.origin().y() / ray.direction().y();
        return distance > 0 ? distance : Double.POSITIVE_INFINITY;
    }

    @Override
    public Vector normal(Vector point) {
        return Vector.UP;
    }

    @Override
    public Material material(Vector point) {
        long square = (long) Math.floor(point.x()) + (long) Math.floor(point.z());
        return (square & 1) == 0 ? light : dark;
    }

    @Override
    public double occlusion(Vector point, Vector normal) {
        return 0;
    }
}
