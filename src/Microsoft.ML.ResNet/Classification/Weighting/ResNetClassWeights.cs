using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Classification;

namespace Microsoft.ML.ResNet;

/// <summary>How much the images of a class count in training, beside those of other classes.</summary>
/// <remarks>
/// Every image's loss is multiplied by the weight of its class, and by that of
/// <see cref="ResNetClassifierEstimator.Options.ExampleWeightColumnName"/>; the products are scaled to the mean 1 over the
/// training set, so that the learning rate keeps its meaning. Only the training loss is weighted: accuracies, and the
/// losses of validation sets, count every image once. Where any number of labels applies to an image, a weight says how
/// much it counts that the label applies, beside that it does not.
/// </remarks>
[JsonConverter(typeof(ClassWeightsJsonConverter))]
public sealed class ResNetClassWeights
{
    private ResNetClassWeights(bool isBalanced, IReadOnlyDictionary<string, float>? given)
    {
        IsBalanced = isBalanced;
        Given = given;
    }

    /// <summary>Every image counts the same, so that frequent classes count more.</summary>
    public static ResNetClassWeights None { get; } = new(false, null);

    /// <summary>
    /// Every class counts the same: an image counts as much as its class is rare in the training set, images / (classes *
    /// images of its class). Of several labels, each counts by images without it / images with it.
    /// </summary>
    public static ResNetClassWeights Balanced { get; } = new(true, null);

    internal bool IsBalanced { get; }

    internal IReadOnlyDictionary<string, float>? Given { get; }

    /// <summary>A weight for every class.</summary>
    /// <param name="weights">
    /// Positive and finite weights by the class's value in the label column (numbers as invariant text; the number of the
    /// key, from 1, if the keys have no values). Classes that are not named have the weight 1.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive and finite.</exception>
    public static ResNetClassWeights Of(IReadOnlyDictionary<string, float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((string name, float weight) in weights)
        {
            if (!(weight > 0 && float.IsFinite(weight)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(weights), FormattableString.Invariant(
                        $"The weight of the class '{name}' is {weight}; it must be positive and finite."));
            }
        }
        return new ResNetClassWeights(false, weights.ToDictionary());
    }

    /// <summary>For people.</summary>
    public override string ToString() => IsBalanced ? nameof(Balanced)
        : Given is null ? nameof(None)
        : string.Join(", ", Given.Select(pair => FormattableString.Invariant($"{pair.Key}: {pair.Value}")));
}
