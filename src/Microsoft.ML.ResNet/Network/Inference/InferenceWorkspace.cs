using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The buffers of one call of an inference network; concurrent calls each have their own workspace.</summary>
internal sealed class InferenceWorkspace
{
    /// <summary>Maximum images per chunk; more are not faster.</summary>
    private const long MaximumImages = 64;

    /// <summary>Maximum bytes of activations of a chunk, unless a single image needs more.</summary>
    private const long ActivationBytes = 64L << 20;

    private readonly NativeArena _arena;

    /// <summary>Number of images per chunk.</summary>
    public int Capacity { get; }

    /// <summary>Space for the crops of a chunk's images.</summary>
    public ImageView[] Views { get; }

    /// <summary>0, 1, 2, ...: the images of a chunk in order.</summary>
    public long[] Indices { get; }

    public NativeBuffer Images { get; }

    /// <summary>
    /// Element type of activations between a block's units. The buffers have that of the block's input and output.
    /// </summary>
    public ElementType InnerType { get; }

    /// <summary>
    /// One of three buffers for the activations of any layer, (n, h, w, c); see <see cref="ActivationBuffers"/>.
    /// </summary>
    public NativeBuffer First { get; }

    public NativeBuffer Second { get; }

    public NativeBuffer Third { get; }

    /// <summary>Output of shortcuts that change the shape.</summary>
    public NativeBuffer Shortcut { get; }

    public NativeBuffer Pooled { get; }

    /// <summary>The channel means of squeeze-and-excitation.</summary>
    public NativeBuffer Squeezed { get; }

    public NativeBuffer Hidden { get; }

    /// <summary>The channel factors of squeeze-and-excitation.</summary>
    public NativeBuffer Factors { get; }

    public NativeBuffer Logits { get; }

    /// <param name="layout">The layout of the whole network, even if only its first blocks are computed.</param>
    /// <param name="arithmetic">The number format.</param>
    /// <param name="arena">Owns all buffers.</param>
    public InferenceWorkspace(NetworkLayout layout, Arithmetic arithmetic, NativeArena arena)
    {
        _arena = arena;
        long largest = layout.LargestActivation;
        long shortcut = layout.Blocks
            .Where(block => block.Shortcut is ShortcutKind.ZeroPadding or ShortcutKind.Projection)
            .Select(block => block.OutputLength).DefaultIfEmpty(0).Max();
        InnerType = arithmetic.Activations;
        ElementType type = InnerType == ElementType.UInt8 && layout.Int8BlocksExchangeFloats ? ElementType.Float32 : InnerType;
        // A projection's output may be negative, which unsigned bytes cannot represent.
        ElementType shortcutType = type == ElementType.UInt8 && layout.Blocks.Any(block => block.Projection is not null)
            ? ElementType.Float32
            : type;
        long bytes = layout.InputLength * sizeof(float) + 3 * largest * type.Size() + shortcut * shortcutType.Size();
        Capacity = (int)Math.Clamp(ActivationBytes / bytes, 1, MaximumImages);

        // Not zeroed, so that a call with few images touches only a part of the memory.
        Images = _arena.AllocateUncleared(Capacity * layout.InputLength);
        First = _arena.AllocateUncleared(Capacity * largest, type);
        Second = _arena.AllocateUncleared(Capacity * largest, type);
        Third = _arena.AllocateUncleared(Capacity * largest, type);
        Shortcut = _arena.AllocateUncleared(Capacity * shortcut, shortcutType);
        Pooled = _arena.Allocate((long)Capacity * layout.Head.Features);
        Squeezed = Rows(layout.Linears.Select(linear => linear.In));
        Hidden = Rows(layout.Linears.Select(linear => linear.Out));
        Factors = Rows(layout.Linears.Select(linear => linear.Out));
        Logits = _arena.Allocate((long)Capacity * layout.Classes);
        Views = new ImageView[Capacity];
        Indices = [.. Enumerable.Range(0, Capacity).Select(i => (long)i)];
    }

    private NativeBuffer Rows(IEnumerable<int> columns) => _arena.Allocate(Capacity * columns.DefaultIfEmpty(0).Max());

    /// <summary>The native memory that a workspace needs, computed without allocating it.</summary>
    public static long MeasureBytes(NetworkLayout layout, Arithmetic arithmetic)
    {
        using NativeArena arena = new(measureOnly: true);
        _ = new InferenceWorkspace(layout, arithmetic, arena);
        return arena.Bytes;
    }
}
