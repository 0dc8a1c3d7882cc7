namespace Microsoft.ML.ResNet.Onnx;

/// <summary>A layer within a chain of layers, each of which reads the output of the one before.</summary>
internal abstract record ChainStep(OnnxNode Node);

internal sealed record ConvolutionStep(MatchedConvolution Layer) : ChainStep(Layer.Node);

internal sealed record NormalizationStep(MatchedNormalization Layer) : ChainStep(Layer.Node);

internal sealed record ReluStep(OnnxNode Node) : ChainStep(Node);

internal sealed record PoolStep(MatchedPool Layer) : ChainStep(Layer.Node);

internal sealed record ExcitationStep(OnnxNode Node, MatchedExcitation Layer) : ChainStep(Node);

/// <summary>Rows and columns that are left out.</summary>
internal sealed record SliceStep(OnnxNode Node) : ChainStep(Node);

/// <summary>Zeros around.</summary>
internal sealed record PadStep(OnnxNode Node) : ChainStep(Node);

/// <summary>Layers one behind the other, and the value of the last.</summary>
internal sealed record Chain(IReadOnlyList<ChainStep> Steps, string Value);

/// <summary>Reads chains of layers, up to where a value has several readers or one that is no such layer.</summary>
internal sealed class ChainReading(GraphWalk walk)
{
    private readonly PaddingReading _padding = new(walk);

    /// <param name="value">Where it begins.</param>
    /// <param name="first">The value's reader to begin with; null for its only one.</param>
    /// <param name="isShortcut">Whether to continue through layers that occur only in shortcuts.</param>
    public Chain Read(string value, OnnxNode? first = null, bool isShortcut = false)
    {
        List<ChainStep> steps = [];
        while (true)
        {
            if (first is null && Excitation(value) is { } excitation)
            {
                steps.Add(excitation);
                value = excitation.Node.Outputs[0];
                continue;
            }
            OnnxNode? node = first ?? walk.Only(value);
            first = null;
            long[]? border = null;
            if (node is not null && _padding.TryRead(node, out border) is { } padded)
            {
                value = walk.Take(node, value);
                node = padded;
            }
            if (node is null || Step(node, isShortcut, border) is not { } step)
                return new(steps, value);
            if (step is PoolStep { Layer.IsAverage: false } && border is not null && steps is not [.., ReluStep])
                throw node.Misfit("takes the largest of pixels with zeros around them, which may be less than the zeros.");
            steps.Add(step);
            value = walk.Take(node, value);
        }
    }

    private ChainStep? Step(OnnxNode node, bool isShortcut, long[]? border) => node.Operator switch
    {
        "Conv" => new ConvolutionStep(LayerReading.Convolution(walk, node, border)),
        "BatchNormalization" => new NormalizationStep(LayerReading.Normalization(walk, node)),
        "Relu" => new ReluStep(node),
        "MaxPool" => new PoolStep(LayerReading.Pool(node, border)),
        "AveragePool" when isShortcut => new PoolStep(LayerReading.Pool(node)),
        "Slice" when isShortcut => new SliceStep(node),
        "Pad" when isShortcut => new PadStep(node),
        _ => null,
    };

    // x is read twice: by a pooling, from which factors come, and by their product with x.
    private ExcitationStep? Excitation(string x)
    {
        IReadOnlyList<OnnxNode> readers = walk.Graph.Readers(x);
        if (readers.Count != 2 || readers.FirstOrDefault(node => node.Is("Mul")) is not { } product
            || readers.FirstOrDefault(PooledVector.IsGlobalPool) is not { } pool)
        {
            return null;
        }
        PooledVector vector = new(walk);
        MatchedLinear squeeze = vector.ReadLinear(vector.ReadPool(pool, x), out string hidden);
        const string place = "of squeeze-and-excitation";
        MatchedLinear excite = vector.ReadLinear(walk.TakeOnly(hidden, "Relu", place), out string factors);
        string scale = vector.PassShapes(walk.TakeOnly(factors, "Sigmoid", place));
        if (walk.Only(scale) != product)
            throw product.Misfit("does not multiply with what the squeeze-and-excitation before it gives.");
        walk.TakeAny(product);
        return new ExcitationStep(product, new(squeeze, excite));
    }
}
