using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>
/// The gradient of a class's logit with respect to a stage's output, for one image, in single precision. As in
/// inference, batch normalization uses the running statistics.
/// </summary>
/// <remarks>
/// Up to the stage the network runs folded, as frozen stages do; after it run training layers with their backward
/// passes. In pre-activation networks the last stage includes the normalization and ReLU before the head.
/// </remarks>
internal sealed unsafe class StageGradient : IDisposable
{
    private static readonly long[] s_first = [0];

    private readonly NativeArena _arena = new();
    private readonly ImageLoading _loading;
    private readonly NativeBuffer _images;
    private readonly FrozenStages _stages;
    private readonly ResidualBlock[] _blocks; // after the stage
    private readonly Preactivation? _final;
    private readonly Head _head;
    private readonly GradientFlow _gradients;
    private readonly long _length;
    private NativeBuffer _logits;

    /// <summary>The stage, from 1.</summary>
    public int Stage { get; }

    /// <summary>Positions of the stage's pixels in the network's input.</summary>
    public StageGrid Grid { get; }

    /// <summary>Channels of the stage's output.</summary>
    public int Channels { get; }

    /// <param name="model">The network.</param>
    /// <param name="context">The native context.</param>
    /// <param name="stage">1 to the number of stages.</param>
    public StageGradient(ResNetModel model, NativeContext context, int stage)
    {
        NetworkLayout layout = model.CreateLayout();
        _loading = new ImageLoading(layout, model.Normalization, context);
        (Stage, Grid) = (stage, StageGrid.Create(layout, stage));
        int blocks = layout.CountBlocks(stage);
        ConvolutionLayout last = layout.Blocks[blocks - 1].Last;
        Channels = last.OutChannels;
        _length = last.OutputLength;
        try
        {
            NativeBuffer parameters = _arena.AllocateUncleared(layout.ParameterCount);
            NativeBuffer statistics = _arena.AllocateUncleared(layout.StatisticsCount);
            model.Parameters.Span.CopyTo(parameters.Span);
            model.RunningStatistics.Span.CopyTo(statistics.Span);
            // Only the gradients of the few linear layers are written; untouched pages of the rest use no memory.
            LayerMemory memory = new(
                context, _arena, Arithmetic.FromPrecision(ResNetPrecision.Float32), 1, parameters,
                _arena.AllocateUncleared(layout.ParameterCount), statistics) { IsFrozen = true };
            _images = memory.Activations(layout.InputLength);
            _stages = new FrozenStages(layout, stage, memory);
            long largest = Math.Max(_length, layout.LargestActivationFrom(layout.FirstTrainedSection(stage)));
            _gradients = new GradientFlow(memory.Activations(largest), memory.Activations(largest));
            _blocks = [.. layout.Blocks.Skip(blocks).Select(
                block => new ResidualBlock(block, memory, _gradients.Spare))];
            if (layout.FinalNormalization is { } final && _blocks.Length > 0)
                _final = new Preactivation(final, layout.Head.Pixels, memory);
            _head = new Head(layout.Head, memory);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The stage's output for the latest image, (height, width, channels).</summary>
    public ReadOnlySpan<float> Activations => _stages.Output.First(_length).Span;

    /// <summary>Computes the logits of the first image of a buffer; they are valid until the backward pass.</summary>
    public ReadOnlySpan<float> Forward(PixelBuffer image)
    {
        _loading.Load((byte*)image.Pixels, image.Count, image.Shape, s_first, default, _images);
        _stages.Forward(1, _images);
        NativeBuffer x = _stages.Output;
        foreach (ResidualBlock block in _blocks)
        {
            block.Forward(1, x);
            x = block.Output;
        }
        _final?.Forward(1, x);
        _logits = _head.Logits(1, _final?.Output ?? x);
        return _logits.Span;
    }

    /// <summary>
    /// The gradient of a class's logit with respect to <see cref="Activations"/>. Call it once after each forward pass.
    /// </summary>
    public ReadOnlySpan<float> Backward(int label)
    {
        Span<float> logits = _logits.Span;
        logits.Clear();
        logits[label] = 1;
        _head.Backward(1, _gradients);
        _final?.Backward(1, _blocks[^1].Output, _gradients.Flow, _gradients.Flow);
        for (int i = _blocks.Length - 1; i >= 0; i--)
            _blocks[i].Backward(1, i > 0 ? _blocks[i - 1].Output : _stages.Output, _gradients);
        return _gradients.Flow.First(_length).Span;
    }

    public void Dispose() => _arena.Dispose();
}
