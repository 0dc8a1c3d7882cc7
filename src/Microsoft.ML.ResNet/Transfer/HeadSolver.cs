using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Solves a network's head on features that were computed once: L2-penalised logistic regression, its penalty chosen by
/// cross-validation over images.
/// </summary>
/// <param name="context">Computes.</param>
/// <param name="classes">Number of classes or labels.</param>
/// <param name="seed">Decides the folds.</param>
/// <param name="checkAlive">Called in every step; throws to stop.</param>
internal sealed class HeadSolver(NativeContext context, int classes, int seed, Action checkAlive)
{
    private const int MostFolds = 5;

    /// <summary>From this many images on, one fold held out says enough.</summary>
    private const int ManyImages = 2000;

    // Strong to weak: each start is the solution before, which is near.
    private static readonly double[] s_penalties = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4];

    /// <summary>Solves the head on some of the table's images.</summary>
    /// <param name="table">The features.</param>
    /// <param name="images">Places in the table's images.</param>
    public SolvedHead Solve(FeatureTable table, IReadOnlyList<int> images)
    {
        (double penalty, double loss, double accuracy) = ChoosePenalty(table, images);
        using HeadObjective objective = new(context, table, images, table.Views, classes);
        float[] point = new float[objective.ParameterCount];
        foreach (double stronger in s_penalties.TakeWhile(value => value >= penalty))
            Minimize(objective, stronger, point, stronger == penalty ? 1e-7 : 1e-4);
        TensorPrimitives.Multiply(point.AsSpan(0, table.Length * classes), table.Scale, point);
        return new SolvedHead(point, penalty, loss, accuracy);
    }

    private (double Penalty, double Loss, double Accuracy) ChoosePenalty(FeatureTable table, IReadOnlyList<int> images)
    {
        int[] foldOf = Folds(table.Images, images, out int folds);
        double[] losses = new double[s_penalties.Length];
        long[] right = new long[s_penalties.Length];
        int measured = 0;
        for (int fold = 0; fold < (images.Count >= ManyImages ? 1 : folds); fold++)
        {
            int[] kept = [.. Enumerable.Range(0, images.Count).Where(i => foldOf[i] != fold).Select(i => images[i])];
            int[] held = [.. Enumerable.Range(0, images.Count).Where(i => foldOf[i] == fold).Select(i => images[i])];
            using HeadObjective objective = new(context, table, kept, table.Views, classes);
            using HeadObjective measure = new(context, table, held, views: 1, classes);
            measured += held.Length;
            float[] point = new float[objective.ParameterCount];
            for (int p = 0; p < s_penalties.Length; p++)
            {
                Minimize(objective, s_penalties[p], point, 1e-4);
                BatchLoss loss = measure.Loss(point);
                losses[p] += loss.LossSum;
                right[p] += loss.Correct;
            }
        }
        int best = TensorPrimitives.IndexOfMin<double>(losses);
        return (s_penalties[best], losses[best] / measured, (double)right[best] / measured);
    }

    private void Minimize(HeadObjective objective, double penalty, float[] point, double tolerance)
    {
        objective.Penalty = penalty;
        new Lbfgs { Tolerance = tolerance }.Minimize(objective.Evaluate, point, checkAlive);
    }

    // Every class gives each fold the same part of its images.
    private int[] Folds(ImageSubset set, IReadOnlyList<int> images, out int folds)
    {
        int[] strata = Strata.Assign(set.Labels, set.CountByClass(classes));
        int[] ofImages = [.. images.Select(image => strata[set.Rows.Span[image]])];
        folds = Math.Clamp(images.Count / 2, 2, MostFolds);
        return StratifiedSplit.Folds(ofImages, classes + 1, folds, seed);
    }
}
