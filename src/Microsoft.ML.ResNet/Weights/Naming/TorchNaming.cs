using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>
/// The names that torchvision and timm give to the tensors of residual networks, see
/// <see cref="PostActivationNaming"/> and <see cref="PreActivationNaming"/>.
/// </summary>
internal static class TorchNaming
{
    private static readonly (string Weights, string Bias)[] Heads =
    [
        (PostActivationNaming.Head + ".weight", PostActivationNaming.Head + ".bias"),
        (PreActivationNaming.Head + ".weight", PreActivationNaming.Head + ".bias"),
    ];

    private static readonly string[] s_trunk = ["conv1.", "bn1.", "layer", "stem.", "stages.", "norm."];

    /// <summary>Every tensor of a network, each value once.</summary>
    public static IReadOnlyList<TensorPlace> Places(NetworkLayout layout)
    {
        List<TensorPlace> places =
        [
            .. layout.Architecture.PreActivation ? PreActivationNaming.Places(layout) : PostActivationNaming.Places(layout),
        ];
        // Not a network with more values than are named: it must not be filled in part.
        long named = places.Sum(place => place.Range.Length);
        return named == layout.ParameterCount + layout.StatisticsCount
            ? places
            : throw new NotSupportedException($"{layout.Architecture} has layers whose weights have no names.");
    }

    /// <summary>Whether a tensor is of the last layer.</summary>
    public static bool IsHead(string name) => Heads.Any(head => name == head.Weights || name == head.Bias);

    /// <summary>The outputs of the last layer among tensors; null if it is not there.</summary>
    public static int? ClassCount(IReadOnlyDictionary<string, long[]> shapes)
    {
        foreach ((string weights, _) in Heads)
        {
            if (shapes.TryGetValue(weights, out long[]? shape) && shape is [>= 2 and <= ArchitectureValidation.MaximumClasses, ..])
                return (int)shape[0];
        }
        return null;
    }

    /// <summary>
    /// Whether a tensor that an architecture does not have must not be passed over: it is of a layer between the images
    /// and the features, and no count of the batches that the network was trained on. Others are of heads of another
    /// form, of an optimizer, or of a second network.
    /// </summary>
    public static bool IsOfTrunk(string name) => !name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)
        && (IsHead(name) || s_trunk.Any(start => name.StartsWith(start, StringComparison.Ordinal)));

    /// <summary>The stages' blocks with their places: stage and block of it, from 0.</summary>
    public static IEnumerable<(BlockLayout Block, int Stage, int Index)> Blocks(NetworkLayout layout)
    {
        int next = 0;
        for (int stage = 0; stage < layout.Architecture.StageDepths.Count; stage++)
        {
            for (int i = 0; i < layout.Architecture.StageDepths[stage]; i++)
                yield return (layout.Blocks[next++], stage, i);
        }
    }

    public static TensorPlace Convolution(ConvolutionLayout layout, string name) =>
        new(name + ".weight", WeightOrder.Shape(layout), false, layout.Weights);

    public static TensorPlace[] Normalization(BatchNormalizationLayout layout, string name)
    {
        TensorPlace Vector(string part, bool isStatistic, ParameterRange range) =>
            new($"{name}.{part}", [layout.Channels], isStatistic, range);
        return
        [
            Vector("weight", false, layout.Gamma),
            Vector("bias", false, layout.Beta),
            Vector("running_mean", true, layout.RunningMean),
            Vector("running_var", true, layout.RunningVariance),
        ];
    }

    public static TensorPlace[] Unit(UnitLayout unit, string convolution, string normalization) =>
        unit.Normalization is { } layout
            ? [Convolution(unit.Convolution, convolution), .. Normalization(layout, normalization)]
            : [Convolution(unit.Convolution, convolution)];

    public static TensorPlace[] Linear(LinearLayout layout, string name) =>
    [
        new(name + ".weight", [layout.Out, layout.In], false, layout.Weights),
        new(name + ".bias", [layout.Out], false, layout.Bias),
    ];

    /// <summary>A linear layer that is a 1x1 convolution there.</summary>
    public static TensorPlace[] Pointwise(LinearLayout layout, string name) =>
    [
        new(name + ".weight", [layout.Out, layout.In, 1, 1], false, layout.Weights),
        new(name + ".bias", [layout.Out], false, layout.Bias),
    ];

    /// <summary>Squeeze-and-excitation of a block.</summary>
    public static IEnumerable<TensorPlace> Excitation(BlockLayout block, string prefix) => block.Excitation is not { } layout
        ? []
        : Pointwise(layout.Squeeze, prefix + "se.fc1").Concat(Pointwise(layout.Excite, prefix + "se.fc2"));
}
