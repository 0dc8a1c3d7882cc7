using SkiaSharp;

namespace Samples.Drawing;

/// <summary>The outline of each class, centered at the origin with a radius of at most 1.</summary>
internal static class ShapeOutline
{
    public static readonly IReadOnlyDictionary<string, Func<SKPath>> ByClass = new SortedDictionary<string, Func<SKPath>>
    {
        ["circle"] = () => Circles(1),
        ["cross"] = Cross,
        ["ring"] = () => Circles(1, 0.55f),
        ["square"] = () => Polygon(4, 1),
        ["star"] = () => Polygon(10, 1, 0.45f),
        ["triangle"] = () => Polygon(3, 1),
    };

    private static SKPath Circles(params ReadOnlySpan<float> radii)
    {
        var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (float radius in radii)
            path.AddCircle(0, 0, radius);
        return path;
    }

    private static SKPath Cross()
    {
        SKPath path = new();
        path.AddRect(new SKRect(-1, -0.32f, 1, 0.32f));
        path.AddRect(new SKRect(-0.32f, -1, 0.32f, 1));
        return path;
    }

    /// <summary>A polygon whose corners alternate between the given radii.</summary>
    private static SKPath Polygon(int corners, params ReadOnlySpan<float> radii)
    {
        var points = new SKPoint[corners];
        for (int i = 0; i < corners; i++)
        {
            (float sin, float cos) = MathF.SinCos(MathF.Tau * i / corners);
            points[i] = new SKPoint(cos * radii[i % radii.Length], sin * radii[i % radii.Length]);
        }
        var path = new SKPath();
        path.AddPoly(points);
        return path;
    }
}
