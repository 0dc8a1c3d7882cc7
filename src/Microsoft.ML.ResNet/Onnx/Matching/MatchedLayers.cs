using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// A convolution of a graph that our networks can have: square, padded above and on the left by half its kernel.
/// </summary>
/// <param name="Node">The node.</param>
/// <param name="Weights">[out, in / groups, kernel, kernel].</param>
/// <param name="Bias">[out], or null.</param>
/// <param name="Stride">In both directions.</param>
/// <param name="Groups">1 for an ordinary one.</param>
/// <param name="Pads">Top, left, bottom, right.</param>
internal sealed record MatchedConvolution(
    OnnxNode Node, OnnxTensor Weights, OnnxTensor? Bias, int Stride, int Groups, long[] Pads)
{
    public int OutChannels => (int)Weights.Shape[0];
    public int InChannels => (int)Math.Min(int.MaxValue, Weights.Shape[1] * Groups);
    public int Kernel => (int)Weights.Shape[2];
}

/// <summary>A batch normalization of a graph.</summary>
internal sealed record MatchedNormalization(
    OnnxNode Node, OnnxTensor Gamma, OnnxTensor Beta, OnnxTensor Mean, OnnxTensor Variance, float Epsilon);

/// <summary>A convolution with the normalization after it, which the file may have folded into it.</summary>
internal sealed record MatchedUnit(MatchedConvolution Convolution, MatchedNormalization? Normalization)
{
    public OnnxNode Node => Convolution.Node;
}

/// <summary>
/// The normalization and ReLU before a block or before the head. Without a node of its own it is in the convolution
/// before, <paramref name="FoldedInto"/>.
/// </summary>
internal sealed record MatchedPreactivation(MatchedNormalization? Normalization, MatchedConvolution? FoldedInto);

/// <summary>A linear layer.</summary>
/// <param name="Node">The node.</param>
/// <param name="Weights">[out, in], [out, in, 1, 1], or [in, out] if <paramref name="IsInputFirst"/>.</param>
/// <param name="IsInputFirst">Whether the inputs are the first dimension of the weights.</param>
/// <param name="Bias">[out], or null for zeros.</param>
internal sealed record MatchedLinear(OnnxNode Node, OnnxTensor Weights, bool IsInputFirst, OnnxTensor? Bias)
{
    public int In => (int)Weights.Shape[IsInputFirst ? 0 : 1];
    public int Out => (int)Weights.Shape[IsInputFirst ? 1 : 0];
}

/// <summary>Squeeze-and-excitation.</summary>
internal sealed record MatchedExcitation(MatchedLinear Squeeze, MatchedLinear Excite);

/// <summary>A pooling over windows.</summary>
internal sealed record MatchedPool(
    OnnxNode Node, bool IsAverage, int Kernel, int Stride, long[] Pads, bool RoundsUp, bool CountsPadding);

/// <summary>The shortcut: the values added to a block's residual function.</summary>
/// <param name="Kind">Which kind it is.</param>
/// <param name="Node">Where it begins; the block's sum for an identity.</param>
/// <param name="Projection">The convolution of a projection.</param>
/// <param name="Pool">The pooling before the projection.</param>
/// <param name="Stride">By which pixels are left out before zero padding.</param>
/// <param name="MoreChannels">Which zero padding adds.</param>
/// <param name="End">Row and column behind the last that a Slice takes.</param>
internal sealed record MatchedShortcut(
    ShortcutKind Kind, OnnxNode Node, MatchedUnit? Projection = null, MatchedPool? Pool = null, int Stride = 1,
    long MoreChannels = 0, long End = long.MaxValue);

/// <summary>A block.</summary>
internal sealed record MatchedBlock(
    IReadOnlyList<MatchedUnit> Units, MatchedShortcut Shortcut, MatchedExcitation? Excitation,
    MatchedPreactivation? Preactivation)
{
    public int Stride => Units.Max(unit => unit.Convolution.Stride);
    public int OutChannels => Units[^1].Convolution.OutChannels;
}

/// <summary>The images that a graph reads, and their processing before the first convolution.</summary>
/// <param name="Value">The input of the first convolution.</param>
/// <param name="Stored">The size of images; null for any.</param>
/// <param name="Size">The size of the network's input; null for any.</param>
internal sealed record MatchedInput(string Value, ImageSize? Stored, ImageSize? Size)
{
    /// <summary>
    /// Of every channel, or one for all, in the order of the first convolution; null for no normalization.
    /// </summary>
    public double[]? Scale { get; init; }

    /// <summary>The same number as scales: x * scale + shift.</summary>
    public double[]? Shift { get; init; }

    /// <summary>Its last node.</summary>
    public OnnxNode? Normalizer { get; init; }

    /// <summary>Whether the first convolution sees the channels in reversed order.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Whether every pixel has a mean of its own, of which those of channels are the means.</summary>
    public bool HasMeanImage { get; init; }
}

/// <summary>Global average pooling, the last layer, and the nodes that use its values.</summary>
/// <param name="Node">The first node, for messages; the node before the head if there is no head.</param>
/// <param name="Linear">The last layer; null for a network that ends with its features.</param>
/// <param name="Pool">The pooling, if it is over windows that must be as large as the image then.</param>
/// <param name="IsMultiLabel">Whether its values become probabilities one by one (sigmoid).</param>
internal sealed record MatchedHead(OnnxNode Node, MatchedLinear? Linear, MatchedPool? Pool, bool IsMultiLabel);

/// <summary>A graph taken apart into the layers of a residual network.</summary>
internal sealed record MatchedNetwork(
    MatchedInput Input, IReadOnlyList<MatchedUnit> Stem, MatchedPool? MaxPool, IReadOnlyList<MatchedBlock> Blocks,
    MatchedPreactivation? Final, MatchedHead Head)
{
    public bool IsPreactivated => Final is not null;

    /// <summary>Whether the stem of a pre-activated network ends with a ReLU before its pooling.</summary>
    public bool IsStemActivated { get; init; }
}
