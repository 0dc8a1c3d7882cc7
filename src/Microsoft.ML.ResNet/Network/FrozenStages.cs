using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The stem and the first stages of a network, frozen while the others train. They run as in inference, with batch
/// normalization (running statistics) folded into the convolutions, and have no backward pass.
/// </summary>
internal sealed class FrozenStages
{
    private readonly NetworkLayout _layout;
    private readonly NativeContext _context;
    private readonly NativeBuffer _parameters, _statistics;
    private readonly FoldedTrunk _trunk;
    private readonly InferenceWorkspace _workspace;
    private readonly long _outputLength; // per image
    private bool _folded;

    /// <summary>The input of the first stage that trains, or of the head.</summary>
    public NativeBuffer Output { get; }

    /// <param name="layout">The whole network.</param>
    /// <param name="stages">Number of frozen stages, at least 1.</param>
    /// <param name="memory">Shared with the layers that train.</param>
    public FrozenStages(NetworkLayout layout, int stages, LayerMemory memory)
    {
        _layout = layout;
        _context = memory.Context;
        (_parameters, _statistics) = (memory.Parameters, memory.Statistics);
        int blocks = layout.CountBlocks(stages);
        _outputLength = layout.Blocks[blocks - 1].OutputLength;
        _trunk = new FoldedTrunk(layout, blocks, memory.Context, memory.Arithmetic, memory.Arena);
        Output = memory.Activations(_outputLength);
        _workspace = new InferenceWorkspace(layout, memory.Arithmetic, memory.Arena);
    }

    /// <summary>Computes <see cref="Output"/>. The first call copies and folds the values.</summary>
    public void Forward(long n, NativeBuffer images)
    {
        if (!_folded)
            _trunk.Fold(_parameters, _statistics);
        _folded = true;
        for (long start = 0; start < n; start += _workspace.Capacity)
        {
            long count = Math.Min(_workspace.Capacity, n - start);
            NativeBuffer y = _trunk.Forward(
                count, images.Slice(start * _layout.InputLength, count * _layout.InputLength), _workspace);
            NativeMethods.Convert(
                _context, y.First(count * _outputLength),
                Output.Slice(start * _outputLength, count * _outputLength)).Check();
        }
    }
}
