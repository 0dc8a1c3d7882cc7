using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet;

/// <summary>The weight of the images of each class in training.</summary>
/// <remarks>
/// Every image's loss is multiplied by the weight of its class, and by that of
/// <see cref="ResNetClassifierEstimator.Options.ExampleWeightColumnName"/>; the products are scaled to the mean 1 over the
/// training set, so that the learning rate keeps its meaning. Only the training loss is weighted: accuracies, and the
/// losses of validation sets, count every image once. With several labels an image, a weight multiplies the
/// loss of a label where it applies, and not where it does not.
/// </remarks>
[JsonConverter(typeof(ResNetClassWeightsJsonConverter))]
public sealed class ResNetClassWeights : IOptionGroup
{
    /// <summary>Every image has the same weight, so that frequent classes count more.</summary>
    public static ResNetClassWeights None { get; } = new();

    /// <summary>
    /// Every class has the same weight: that of an image is images / (classes * images of its class), by the training set.
    /// With several labels an image, the weight of a label is images without it / images with it.
    /// </summary>
    public static ResNetClassWeights Balanced { get; } = new() { IsBalanced = true };

    /// <summary>Whether weights follow from the sizes of the classes. Default: false.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>
    /// The weights of single classes; others have the weight 1. Not used if <see cref="IsBalanced"/>. Default: none.
    /// </summary>
    public IReadOnlyList<ResNetClassWeight> PerClass { get; init; } = [];

    /// <summary>A weight for every class.</summary>
    /// <param name="weights">
    /// Positive and finite weights by the class's value in the label column (numbers as invariant text; the number of the
    /// key, from 1, if the keys have no values). Classes that are not named have the weight 1.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive and finite.</exception>
    public static ResNetClassWeights Create(IReadOnlyDictionary<string, float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var result = new ResNetClassWeights
        {
            PerClass = [.. weights.Select(weight => new ResNetClassWeight(weight.Key, weight.Value))],
        };
        ((IOptionGroup)result).ValidateTogether("");
        return result;
    }

    /// <summary>
    /// Reads <c>none</c>, <c>balanced</c>, or <c>class=weight,class=weight</c>, with numbers as invariant text.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is none of these.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not positive and finite.</exception>
    public static ResNetClassWeights Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Equals(nameof(None), StringComparison.OrdinalIgnoreCase))
            return None;
        if (text.Equals(nameof(Balanced), StringComparison.OrdinalIgnoreCase))
            return Balanced;
        var weights = new Dictionary<string, float>();
        foreach (string pair in text.Split(','))
        {
            int equals = pair.LastIndexOf('=');
            if (equals < 1 || !float.TryParse(
                pair.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out float weight))
                throw new FormatException($"'{pair}' is not none, balanced or CLASS=WEIGHT.");
            weights[pair[..equals]] = weight;
        }
        return Create(weights);
    }

    void IOptionGroup.ValidateTogether(string prefix)
    {
        foreach (ResNetClassWeight weight in PerClass)
        {
            if (!(weight.Weight > 0 && float.IsFinite(weight.Weight)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(PerClass), FormattableString.Invariant(
                        $"The weight of the class '{weight.Class}' is {weight.Weight}; it must be positive and finite."));
            }
        }
    }

    /// <summary>"None", "Balanced", or the weights of the classes.</summary>
    public override string ToString() => IsBalanced ? nameof(Balanced)
        : PerClass.Count == 0 ? nameof(None)
        : string.Join(", ", PerClass.Select(weight => FormattableString.Invariant($"{weight.Class}: {weight.Weight}")));
}
