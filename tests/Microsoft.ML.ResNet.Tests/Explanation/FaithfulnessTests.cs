using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using SkiaSharp;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Explanations highlight the drawn object.</summary>
public class FaithfulnessTests(FaithfulnessTests.Trained trained) : IClassFixture<FaithfulnessTests.Trained>
{
    /// <summary>A network that classifies shapes at random positions, trained once.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly MLContext _context = new(seed: 1);

        public Trained()
        {
            IDataView rows = _context.Data.LoadFromEnumerable(ClutteredShape.Many(900, seed: 1));
            IDataView data = _context.Transforms.Conversion.MapValueToKey("Label").Fit(rows).Transform(rows);
            Model = _context.Transforms.ResNetClassifier(Tiny.Options(options =>
            {
                options.Architecture = Tiny.Architecture with { StageDepths = [1, 1, 1], StageWidths = [8, 16, 32] };
                (options.ImageHeight, options.ImageWidth) = (ClutteredShape.Side, ClutteredShape.Side);
                (options.Epochs, options.BatchSize) = (12, 32);
                options.LearningRate = 0.1f;
            })).Fit(data);
        }

        internal ResNetClassifierTransformer Model { get; }

        public void Dispose() => Model.Dispose();
    }

    private static readonly ClutteredShape[] s_shapes = ClutteredShape.Many(60, seed: 2);

    [Theory]
    [InlineData(ResNetExplanationMethod.GradCam, null)]
    [InlineData(ResNetExplanationMethod.GradCam, 2)]
    [InlineData(ResNetExplanationMethod.Occlusion, null)]
    public void HeatIsConcentratedOnTheShape(ResNetExplanationMethod method, int? stage)
    {
        ResNetExplanationOptions options = new() { Method = method, Stage = stage };
        double share = 0, area = 0, centred = 0;
        int hits = 0, centreHits = 0, right = 0;
        foreach (ClutteredShape shape in s_shapes)
        {
            ResNetExplanation explanation = trained.Model.Explain(shape.Image, options);
            if (explanation.ClassName != shape.Label)
                continue;
            right++;
            float[] map = explanation.Map.ToArray();
            share += Share(map, shape.Box);
            area += (double)shape.Box.Width * shape.Box.Height / map.Length;
            centred += Share(s_centre, shape.Box);
            hits += Contains(shape.Box, Array.IndexOf(map, map.Max())) ? 1 : 0;
            centreHits += Contains(shape.Box, Array.IndexOf(s_centre, s_centre.Max())) ? 1 : 0;
        }
        string found = $"{right} right; heat in the box {share / right:P1}, of a uniform map {area / right:P1}, of a "
            + $"centred one {centred / right:P1}; hottest in the box {hits}, centre {centreHits}";
        Assert.True(right >= 0.9 * s_shapes.Length, found);
        Assert.True(share > 3 * area && share > 2 * centred, found);
        Assert.True(hits >= 0.55 * right && hits > 2 * centreHits, found);
    }

    // Adebayo et al. 2018, "Sanity Checks for Saliency Maps": a map that does not depend on the weights only shows
    // edges.
    [Theory]
    [InlineData(ResNetExplanationMethod.GradCam)]
    [InlineData(ResNetExplanationMethod.Occlusion)]
    public void MapsDependOnTheWeights(ResNetExplanationMethod method)
    {
        ClassifierModel model = trained.Model.Model;
        NetworkLayout layout = model.Network.CreateLayout();
        ClassifierModel random = model with
        {
            Network = new ResNetModel(
                model.Network.Architecture, model.Network.Height, model.Network.Width, model.Network.Channels,
                model.Network.ClassCount, model.Network.Normalization, TestNetworks.Parameters(layout),
                TestNetworks.Statistics(layout)),
        };
        using Explainer learned = new(model), unlearned = new(random);
        double similarity = 0;
        foreach (ClutteredShape shape in s_shapes)
        {
            ExplanationPlan plan = ExplanationPlan.For(
                model, new ResNetExplanationOptions { Method = method, ClassName = shape.Label });
            byte[] pixels = ImagePreprocessing.Decode(shape.Image, model.Specification);
            similarity += Correlation(
                learned.Explain(pixels, plan).Map.Span, unlearned.Explain(pixels, plan).Map.Span) / s_shapes.Length;
        }
        Assert.True(Math.Abs(similarity) < 0.35, $"The maps are too similar: their mean correlation is {similarity:F3}.");
    }

    private static readonly float[] s_centre = [.. Enumerable.Range(0, ClutteredShape.Side * ClutteredShape.Side)
        .Select(i => (X: i % ClutteredShape.Side - 15.5, Y: i / ClutteredShape.Side - 15.5))
        .Select(p => (float)Math.Exp(-(p.X * p.X + p.Y * p.Y) / 128))];

    private static double Share(float[] map, SKRectI box)
    {
        double inside = 0;
        for (int i = 0; i < map.Length; i++)
            inside += Contains(box, i) ? map[i] : 0;
        return inside / Math.Max(1e-9, map.Sum(value => (double)value));
    }

    private static bool Contains(SKRectI box, int pixel) =>
        box.Contains(pixel % ClutteredShape.Side, pixel / ClutteredShape.Side);

    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double meanA = 0, meanB = 0, product = 0, squareA = 0, squareB = 0;
        for (int i = 0; i < a.Length; i++)
            (meanA, meanB) = (meanA + (double)a[i] / a.Length, meanB + (double)b[i] / b.Length);
        for (int i = 0; i < a.Length; i++)
        {
            (double x, double y) = (a[i] - meanA, b[i] - meanB);
            (product, squareA, squareB) = (product + x * y, squareA + x * x, squareB + y * y);
        }
        return product / Math.Sqrt(Math.Max(1e-18, squareA * squareB));
    }
}
