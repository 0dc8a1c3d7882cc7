using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>
/// Draws the configurations of the trials: first the default one, then a Latin hypercube (McKay, Beckman and Conover
/// 1979), so that every dimension's values are spread evenly even with few trials.
/// </summary>
/// <param name="space">The search space.</param>
/// <param name="options">Options that all trials share.</param>
/// <param name="images">Number of training images.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="seed">Seed. The draw depends on nothing else.</param>
internal sealed class TrialSampler(
    ResNetSearchSpace space, ResNetClassifierEstimator.Options options, long images, int classes, int seed)
{
    // How many times an invalid or duplicate point is redrawn before the space counts as exhausted.
    private const int Attempts = 200;

    private readonly IReadOnlyList<SearchDimension> _dimensions = space.Dimensions;
    private readonly HashSet<string> _drawn = [];

    /// <summary>Draws the given number of configurations, or all if the space has fewer.</summary>
    public IReadOnlyList<(SearchPoint Point, ResNetClassifierEstimator.Options Options)> Draw(int count)
    {
        List<(SearchPoint, ResNetClassifierEstimator.Options)> trials = [];
        if (Accept(SearchPoint.Default(space)) is { } first)
            trials.Add(first);
        int rest = count - trials.Count;
        int[][] strata = [.. _dimensions.Select((_, d) => Shuffled(rest, d))];
        for (int i = 0; i < rest; i++)
        {
            (SearchPoint, ResNetClassifierEstimator.Options)? trial = null;
            for (int attempt = 0; attempt < Attempts && trial is null; attempt++)
                trial = Accept(attempt == 0 ? Stratified(strata, i, rest) : Free(i, attempt));
            if (trial is null)
                break;
            trials.Add(trial.Value);
        }
        return trials;
    }

    private SearchPoint Stratified(int[][] strata, int trial, int count) =>
        PointAt(d => (strata[d][trial] + Draw(d, trial, 0)) / count);

    private SearchPoint Free(int trial, int attempt) => PointAt(d => Draw(d, trial, attempt));

    private SearchPoint PointAt(Func<int, double> placeOf) => new(
        _dimensions.Select((dimension, d) => (dimension.Name, Value: dimension.At(placeOf(d))))
            .ToDictionary(value => value.Name, value => value.Value));

    // At least 0, below 1. Every dimension has its own stream, so changing one range leaves the other dimensions
    // unchanged.
    private double Draw(int dimension, int trial, int attempt) => 1 - new RandomStream(
        seed, RandomPurpose.Search, Key(dimension), ((long)trial << 16) + attempt + 1).Uniform();

    private int[] Shuffled(int count, int dimension)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        RandomStream random = new(seed, RandomPurpose.Search, Key(dimension));
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)random.Below((uint)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // Derived from the name, so adding or removing a dimension leaves the others unchanged.
    private long Key(int dimension)
    {
        long key = 0;
        foreach (char c in _dimensions[dimension].Name)
            key = unchecked(key * 31 + c);
        return key;
    }

    private (SearchPoint, ResNetClassifierEstimator.Options)? Accept(SearchPoint point)
    {
        if (!_drawn.Add(string.Join(';', point.Texts.Select(text => $"{text.Key}={text.Value}"))))
            return null;
        ResNetClassifierEstimator.Options made = point.ApplyTo(options, images);
        return HasFewParameters(made) && (space.Constraint?.Invoke(made.Copy()) ?? true) ? (point, made) : null;
    }

    // An invalid architecture is accepted here: its trial fails and reports why.
    private bool HasFewParameters(ResNetClassifierEstimator.Options made)
    {
        try
        {
            return space.MaximumParameters is not { } most
                || made.Architecture.CountParameters(classes, made.ImageChannels) <= most;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
