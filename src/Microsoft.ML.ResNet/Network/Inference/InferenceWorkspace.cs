using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>What one call of an inference network computes in; calls at the same time each have their own.</summary>
internal sealed class InferenceWorkspace
{
    /// <summary>More images at once are no faster.</summary>
    private const long MostImages = 64;

    /// <summary>What the activations of a chunk may take, unless a single image needs more.</summary>
    private const long ActivationBytes = 64L << 20;

    private readonly NativeArena _arena;

    /// <summary>Images that are computed at once.</summary>
    public int Capacity { get; }

    /// <summary>Room for what is seen of the images of a chunk.</summary>
    public ImageView[] Views { get; }

    /// <summary>0, 1, 2, ...: the images of a chunk in order.</summary>
    public long[] Indices { get; }

    public NativeBuffer Images { get; }

    /// <summary>The type of activations between a block's units; the buffers have that of its input and
    /// output.</summary>
    public ElementType InnerType { get; }

    /// <summary>A block's input, and what its units hand on to each other: (n, h, w, c) of any layer.</summary>
    public NativeBuffer First { get; }

    public NativeBuffer Second { get; }

    public NativeBuffer Third { get; }

    /// <summary>Output of a shortcut that changes the shape.</summary>
    public NativeBuffer Shortcut { get; }

    public NativeBuffer Pooled { get; }

    /// <summary>Of squeeze-and-excitation: means of channels.</summary>
    public NativeBuffer Squeezed { get; }

    public NativeBuffer Hidden { get; }

    /// <summary>What it multiplies the channels by.</summary>
    public NativeBuffer Factors { get; }

    public NativeBuffer Logits { get; }

    /// <param name="layout">The network, of which a first part may be computed.</param>
    /// <param name="arithmetic">How it computes.</param>
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
        // A projection's output has a sign: bytes have none.
        ElementType shortcutType = type == ElementType.UInt8 && layout.Blocks.Any(block => block.Projection is not null)
            ? ElementType.Float32
            : type;
        long bytes = layout.InputLength * sizeof(float) + 3 * largest * type.Size() + shortcut * shortcutType.Size();
        Capacity = (int)Math.Clamp(ActivationBytes / bytes, 1, MostImages);

        // Uncleared: of memory for many images a single one touches its part only.
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

    /// <summary>The native memory that a workspace takes; nothing of it is allocated.</summary>
    public static long MeasureBytes(NetworkLayout layout, Arithmetic arithmetic)
    {
        using NativeArena arena = new(measures: true);
        _ = new InferenceWorkspace(layout, arithmetic, arena);
        return arena.Bytes;
    }
}
