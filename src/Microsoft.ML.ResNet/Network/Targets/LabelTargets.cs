using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Targets of multi-label images: sigmoid cross-entropy, summed over the labels. Every label has two targets, one for
/// being present and one for being absent.
/// </summary>
internal sealed unsafe class LabelTargets : BatchTargets
{
    private readonly ImageLabels _labels;
    private readonly ReadOnlyMemory<float> _imageWeights, _labelWeights;
    private readonly int _count;
    private readonly float _smoothing;
    private readonly float[] _targets; // (capacity, 2, labels)
    private readonly byte[] _truth;    // (capacity, labels), of the image with the row's largest part
    private readonly float[] _largestPart;

    /// <param name="set">Labels and weights.</param>
    /// <param name="labels">Number of labels.</param>
    /// <param name="capacity">Maximum images in a mini-batch.</param>
    /// <param name="smoothing">Label smoothing: the fraction of a target that is spread over both, 0 to below 1.</param>
    public LabelTargets(ImageSubset set, int labels, int capacity, float smoothing = 0)
    {
        _labels = set.Labels;
        _imageWeights = set.Weights;
        _labelWeights = set.LabelWeights;
        _count = labels;
        _smoothing = smoothing;
        // Pinned, because native code reads them in place.
        _targets = GC.AllocateArray<float>(checked(capacity * 2 * labels), pinned: true);
        _truth = GC.AllocateArray<byte>(checked(capacity * labels), pinned: true);
        _largestPart = new float[capacity];
    }

    /// <summary>(capacity, 2, labels).</summary>
    public ReadOnlySpan<float> Values => _targets;

    /// <summary>(capacity, labels): 1 for the labels that accuracy counts as true.</summary>
    public ReadOnlySpan<byte> Truth => _truth;

    public override void Clear(int n)
    {
        _targets.AsSpan(0, n * 2 * _count).Clear();
        _largestPart.AsSpan(0, n).Clear();
    }

    public override void Add(int row, long image, float part)
    {
        ReadOnlySpan<int> labels = _labels.GetLabels(image);
        float weight = _imageWeights.IsEmpty ? part : part * _imageWeights.Span[checked((int)image)];
        Span<float> present = _targets.AsSpan(row * 2 * _count, _count);
        Span<float> absent = _targets.AsSpan((row * 2 + 1) * _count, _count);
        Span<byte> truth = part > _largestPart[row] ? _truth.AsSpan(row * _count, _count) : default;
        _largestPart[row] = Math.Max(part, _largestPart[row]);
        truth.Clear();
        int next = 0;
        for (int j = 0; j < _count; j++)
        {
            bool has = next < labels.Length && labels[next] == j;
            float target = has ? 1 - _smoothing / 2 : _smoothing / 2;
            present[j] += weight * target * (_labelWeights.IsEmpty ? 1 : _labelWeights.Span[j]);
            absent[j] += weight * (1 - target);
            if (!has)
                continue;
            next++;
            if (!truth.IsEmpty)
                truth[j] = 1;
        }
    }

    public override BatchLoss Loss(NativeContext context, long n, NativeBuffer logits, NativeBuffer gradient)
    {
        NativeBuffer targets = new(
            Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_targets)), n * 2 * _count, ElementType.Float32);
        byte* truth = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_truth));
        NativeMethods.SigmoidCrossEntropy(
            context, n, _count, 1f / n, logits, targets, truth, n * _count, gradient, out double loss,
            out LabelCounts counts).Check();
        GC.KeepAlive(this);
        return new BatchLoss(loss, counts.Exact, counts);
    }
}
