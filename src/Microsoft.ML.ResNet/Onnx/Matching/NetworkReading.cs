namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Splits a graph into the parts of a residual network: preprocessing, stem, blocks, head. The error names the first node
/// that does not fit.
/// </summary>
internal sealed class NetworkReading
{
    private readonly GraphWalk _walk;
    private readonly BlockReading _blocks;

    private NetworkReading(ImportedGraph graph)
    {
        _walk = new GraphWalk(graph);
        _blocks = new BlockReading(_walk);
    }

    /// <summary>
    /// The network. Layers without shortcuts can be read as several architectures: then all of them.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no residual network of ours.</exception>
    public static IReadOnlyList<MatchedNetwork> Read(ImportedGraph graph) => new NetworkReading(graph).Read();

    private IReadOnlyList<MatchedNetwork> Read()
    {
        MatchedInput input = new InputReading(_walk).Read();
        Chain chain = new ChainReading(_walk).Read(input.Value);
        if (_walk.Graph.Readers(chain.Value).Count <= 1)
        {
            MatchedHead head = new HeadReading(_walk).Read(chain.Value);
            return PlainReading.Read(input, chain.Steps, head);
        }
        return [IsPreactivated() ? ReadPreactivated(input, chain) : ReadPostactivated(input, chain)];
    }

    private OnnxNode First(MatchedInput input) => _walk.Graph.Readers(input.Value) is [var first, ..]
        ? first
        : throw _walk.NotOne(input.Value, "a convolution");

    // Whether the sums of blocks are not followed by a ReLU, judged by the first sum.
    private bool IsPreactivated() =>
        _walk.Graph.Nodes.FirstOrDefault(node => _walk.IsSum(node) && !_walk.IsTaken(node)) is { } sum
        && !_walk.Graph.Readers(sum.Outputs[0]).Any(node => node.Is("Relu"));

    private MatchedNetwork ReadPostactivated(MatchedInput input, Chain chain)
    {
        StepReader reader = new(chain.Steps);
        List<MatchedUnit> stem = StemReading.Activated(reader, First(input));
        MatchedPool? maxPool = StemReading.TryMaxPool(reader);
        if (!reader.IsAtEnd)
            throw reader.Unexpected("the first block", stem[^1].Node);
        string x = chain.Value;
        List<MatchedBlock> blocks = [];
        while (_walk.Graph.Readers(x).Count > 1)
            blocks.Add(_blocks.Read(ref x));
        return new(input, stem, maxPool, blocks, Final: null, new HeadReading(_walk).Read(x));
    }

    private MatchedNetwork ReadPreactivated(MatchedInput input, Chain chain)
    {
        StepReader reader = new(chain.Steps);
        (List<MatchedUnit> stem, MatchedPool? maxPool, bool isActivated) = StemReading.Linear(reader, First(input));
        // If the first shortcut is not an identity, the layers before the first block are in the chain.
        MatchedPreactivation? preactivation = reader.IsAtEnd ? null : StemReading.Preactivation(reader, stem, maxPool is not null);
        if (!reader.IsAtEnd)
            throw reader.Unexpected("the first block", stem[^1].Node);
        string activated = chain.Value, x = chain.Value;
        List<MatchedBlock> blocks = [];
        while (true)
        {
            preactivation ??= Activate(x, out activated);
            if (blocks.Count > 0 && _walk.Graph.Readers(x).Count == 1 && _walk.Graph.Readers(activated).Count <= 1)
            {
                return new(input, stem, maxPool, blocks, preactivation, new HeadReading(_walk).Read(activated))
                {
                    IsStemActivated = isActivated,
                };
            }
            // In the chain, x is not the block's input any more: no identity starts there.
            blocks.Add(_blocks.Read(preactivation, activated, ref x));
            preactivation = null;
        }
    }

    private MatchedPreactivation Activate(string x, out string activated)
    {
        OnnxNode node = _walk.Graph.Readers(x).FirstOrDefault(reader => reader.Is("BatchNormalization"))
            ?? throw _walk.NotOne(x, "the BatchNormalization before a block");
        MatchedNormalization layer = LayerReading.Normalization(_walk, node);
        activated = _walk.TakeOnly(_walk.Take(node, x), "Relu", "before a block");
        return new(layer, FoldedInto: null);
    }
}
