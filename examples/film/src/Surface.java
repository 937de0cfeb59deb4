/** Something a ray can hit. */
sealed interface Surface permits Sphere, Floor {
    /** The distance to the first hit, or infinity if the ray misses. */
    double distance(Ray ray);

    /** The unit normal at a point of the surface. */
    Vector normal(Vector point);

    /** What the surface is made of at one of its points. */
    Material material(Vector point);

    /** The share of the open sky that the surface hides from a point elsewhere with the given normal, 0..1. */
    double occlusion(Vector point, Vector normal);
}
