import java.util.List;

/** Surfaces under a sky, and the light that comes back along a ray. */
record Scene(List<Surface> surfaces, Sky sky) {
    private static final int MAX_BOUNCES = 4;
    private static final double NEGLIGIBLE = 0.01;
    private static final double SKIN = 1e-6;
    private static final double HAZE_DISTANCE = 28;
    private static final double GLOSS = 120;

    /** The light that arrives at the ray's origin. */
    Vector light(Ray ray) {
        return light(ray, MAX_BOUNCES, 1);
    }

    private Vector light(Ray ray, int bounces, double weight) {
        Surface nearest = null;
        double distance = Double.POSITIVE_INFINITY;
        for (Surface surface : surfaces) {
            double candidate = surface.distance(ray);
            if (candidate < distance) {
                distance = candidate;
                nearest = surface;
            }
        }
        if (nearest == null) {
            return sky.colour(ray.direction());
        }
        double haze = haze(distance);
        if (1 - haze < NEGLIGIBLE) {
            return sky.horizon();
        }
        return shade(nearest, ray, distance, bounces, weight).mix(sky.horizon(), haze);
    }

    private Vector shade(Surface surface, Ray ray, double distance, int bounces, double weight) {
        Vector hit = ray.at(distance);
        Vector normal = surface.normal(hit);
        Vector point = hit.plus(normal.times(SKIN));
        Material material = surface.material(hit);
        double mirrored = material.reflectance(Math.clamp(-ray.direction().dot(normal), 0, 1));
        Vector bounced = ray.direction().reflected(normal);

        Vector light = Vector.BLACK;
        double sun = sunshine(point, normal);
        if (!material.metal()) {
            light = scattered(surface, material, point, normal, sun).times(1 - mirrored);
        }
        if (bounces > 0 && weight * mirrored > NEGLIGIBLE) {
            Vector reflection = light(new Ray(point, bounced), bounces - 1, weight * mirrored);
            light = light.plus((material.metal() ? reflection.times(material.colour()) : reflection).times(mirrored));
        }
        return sun > 0 ? light.plus(glint(bounced)) : light;
    }

    private Vector scattered(Surface surface, Material material, Vector point, Vector normal, double sun) {
        double open = 1;
        for (Surface other : surfaces) {
            if (other != surface) {
                open *= 1 - other.occlusion(point, normal);
            }
        }
        Vector received = sky.ambient(normal).times(open).plus(sky.sunlight().times(sun));
        return received.times(material.colour());
    }

    /** The share of the sun's light that falls on a point, 0 in shadow. */
    private double sunshine(Vector point, Vector normal) {
        double facing = normal.dot(sky.towardsSun());
        if (facing <= 0) {
            return 0;
        }
        Ray towardsSun = new Ray(point, sky.towardsSun());
        for (Surface surface : surfaces) {
            if (surface.distance(towardsSun) < Double.POSITIVE_INFINITY) {
                return 0;
            }
        }
        return facing;
    }

    /** The sun's highlight as seen along a reflected direction. */
    private Vector glint(Vector bounced) {
        double aligned = bounced.dot(sky.towardsSun());
        return aligned <= 0.9 ? Vector.BLACK : sky.sunlight().times(Math.pow(aligned, GLOSS));
    }

    private static double haze(double distance) {
        double depth = distance / HAZE_DISTANCE;
        return 1 - Math.exp(-depth * depth);
    }
}
