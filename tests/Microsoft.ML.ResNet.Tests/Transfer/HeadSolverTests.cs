using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Microsoft.ML.ResNet.Transfer;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public sealed class HeadSolverTests
{
    private const int Images = 30, Classes = 3;

    private static readonly int[] s_places = [.. Enumerable.Range(0, Images)];

    public static TheoryData<bool> Kinds => [false, true];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheGradientAgreesWithCentralDifferences(bool sets)
    {
        using NativeContext context = NativeContext.Create(2);
        FeatureTable table = Table(context, sets);
        using HeadObjective objective = new(context, table, s_places, views: 2, Classes) { Penalty = 0.01 };
        float[] point = TestValues.Normal(objective.ParameterCount, 8), gradient = new float[point.Length];
        double value = objective.Evaluate(point, gradient);
        double[] exact = point.ToDouble();
        Assert.Equal(Reference(table, exact, 0.01), value, 1e-5 * value);
        GradientCheck.Check(at => Reference(table, at, 0.01), exact, gradient, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TheSolutionIsAMinimumAndTheSameAtAnyThreadCount(bool sets)
    {
        SolvedHead Solve(int threads)
        {
            using NativeContext context = NativeContext.Create(threads);
            return new HeadSolver(context, Classes, seed: 3, () => { }).Solve(Table(context, sets), s_places);
        }
        SolvedHead head = Solve(1);
        Assert.Equal(head.Parameters, Solve(2).Parameters);
        Assert.Equal(head.Parameters, Solve(3).Parameters);
        Assert.InRange(head.Accuracy, 0, 1);

        using NativeContext context = NativeContext.Create(1);
        FeatureTable table = Table(context, sets);
        double[] solution = head.Parameters.ToDouble();
        for (int i = 0; i < table.Length * Classes; i++)
            solution[i] /= table.Scale;
        double least = Reference(table, solution, head.Penalty);
        RandomStream random = new(5, RandomPurpose.Order);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] moved = [.. solution.Select(value => value + 0.02 * random.Normal())];
            Assert.True(least < Reference(table, moved, head.Penalty), "The solution is no minimum.");
        }
    }

    [Fact]
    public void ASolvedHeadClassifiesWhatItHasLearned()
    {
        using NativeContext context = NativeContext.Create(2);
        ResNetModel model = TestNetworks.Model(
            TestNetworks.Small(ResNetShortcut.Projection), SyntheticImages.Size, classes: Classes);
        ImageSubset images = SyntheticImages.Create(60);
        FeatureTable table = Table(context, images);
        SolvedHead head = new HeadSolver(context, Classes, 1, () => { }).Solve(table, [.. Enumerable.Range(0, 60)]);
        using InferenceNetwork before = new(model, context), after = new(head.ApplyTo(model), context);
        double solved = after.Evaluate(images, () => { }).LossSum;
        Assert.True(solved < before.Evaluate(images, () => { }).LossSum);
        Assert.True(solved < 60 * Math.Log(Classes), $"The loss is {solved / 60}, no better than chance.");
    }

    private static FeatureTable Table(NativeContext context, bool sets)
    {
        ImageSubset images = SyntheticImages.Create(Images);
        if (!sets)
            return Table(context, images);
        // Image i has the labels below i modulo 4.
        int[][] labels = [.. Enumerable.Range(0, Images).Select(i => Enumerable.Range(0, i % 4).ToArray())];
        long[] ends = new long[Images];
        for (int i = 0; i < Images; i++)
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + labels[i].Length;
        return Table(context, images with { Labels = ImageLabels.FromLabels([.. labels.SelectMany(set => set)], ends) });
    }

    private static FeatureTable Table(NativeContext context, ImageSubset images)
    {
        ResNetModel model = TestNetworks.Model(
            TestNetworks.Small(ResNetShortcut.Projection), SyntheticImages.Size, classes: Classes);
        using PooledFeatures network = new(model, context, default);
        ImageView centre = ImageView.Centre(images.Pixels.Shape.Size, images.Pixels.Shape.Size);
        return FeatureTable.Compute(network, images, [centre, centre with { Flip = 1 }], () => { });
    }

    // In double: the mean over all views of the cross-entropy, and the penalty.
    private static double Reference(FeatureTable table, double[] point, double penalty)
    {
        int length = table.Length;
        float[] features = new float[length];
        double[] logits = new double[Classes];
        double sum = 0;
        for (int view = 0; view < table.Views; view++)
        {
            for (int image = 0; image < Images; image++)
            {
                table.Copy(image, view, features);
                for (int c = 0; c < Classes; c++)
                {
                    logits[c] = point[length * Classes + c];
                    for (int f = 0; f < length; f++)
                        logits[c] += features[f] * point[f * Classes + c];
                }
                ReadOnlySpan<int> labels = table.Images.Labels.GetLabels(image);
                if (!table.Images.Labels.IsMultiLabel)
                {
                    sum += Math.Log(logits.Sum(Math.Exp)) - logits[labels[0]];
                    continue;
                }
                for (int c = 0; c < Classes; c++)
                    sum += Math.Log(1 + Math.Exp(labels.Contains(c) ? -logits[c] : logits[c]));
            }
        }
        double squares = point.Take(length * Classes).Sum(weight => weight * weight);
        return sum / (table.Views * Images) + penalty / 2 * squares;
    }
}
