/** A ball of one material. */
record Sphere(Vector centre, double radius, Material material) implements Surface {
    @Override
    public double distance(Ray ray) {
        Vector origin = ray.origin();
        Vector direction = ray.direction();
        double x = centre.x() - origin.x();
        double y = centre.y() - origin.y();
        double z = centre.z() - origin.z();
        double along = x * direction.x() + y * direction.y() + z * direction.z();
        double discriminant = radius * radius - (x * x + y * y + z * z - along * along);
        // Rays never start inside a ball, so the near crossing is the only one that matters.
        if (along <= 0 || discriminant <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double near = along - Math.sqrt(discriminant);
        return near > 0 ? near : Double.POSITIVE_INFINITY;
    }

    @Override
    public Vector normal(Vector point) {
        return point.minus(centre).times(1 / radius);
    }

    @Override
    public Material material(Vector point) {
        return material;
    }

    @Override
    public double occlusion(Vector point, Vector normal) {
        double x = centre.x() - point.x();
        double y = centre.y() - point.y();
        double z = centre.z() - point.z();
        double facing = x * normal.x() + y * normal.y() + z * normal.z();
        if (facing <= 0) {
            return 0;
        }
        double squared = x * x + y * y + z * z;
        return Math.min(1, facing * radius * radius / (squared * Math.sqrt(squared)));
    }
}
