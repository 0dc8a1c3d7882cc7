using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Targets of images with one class each: softmax cross-entropy.</summary>
internal sealed unsafe class ClassTargets : BatchTargets
{
    private readonly ImageLabels _labels;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly int _classes;
    private readonly float _smoothing;
    private readonly float[] _targets;      // (capacity, classes)
    private readonly int[] _largestLabel;   // the class of the row's largest part
    private readonly float[] _largestPart;

    /// <param name="labels">The class of every image of the store.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="capacity">Maximum images in a mini-batch.</param>
    /// <param name="smoothing">
    /// Label smoothing: the fraction of a label that is spread over all classes, 0 to below 1.
    /// </param>
    /// <param name="weights">The weight of every image of the store; empty if all are 1.</param>
    public ClassTargets(
        ImageLabels labels, int classes, int capacity, float smoothing = 0, ReadOnlyMemory<float> weights = default)
    {
        _labels = labels;
        _weights = weights;
        _classes = classes;
        _smoothing = smoothing;
        // Pinned, because native code reads them in place.
        _targets = GC.AllocateArray<float>(checked(capacity * classes), pinned: true);
        _largestLabel = GC.AllocateArray<int>(capacity, pinned: true);
        _largestPart = new float[capacity];
    }

    /// <summary>The class of every row that accuracy counts as correct.</summary>
    public ReadOnlySpan<int> Labels => _largestLabel;

    /// <summary>(capacity, classes).</summary>
    public ReadOnlySpan<float> Values => _targets;

    public override void Clear(int n)
    {
        _targets.AsSpan(0, n * _classes).Clear();
        _largestPart.AsSpan(0, n).Clear();
    }

    public override void Add(int row, long image, float part)
    {
        Span<float> targets = _targets.AsSpan(row * _classes, _classes);
        int label = _labels.GetClass(image);
        float weight = _weights.IsEmpty ? part : part * _weights.Span[checked((int)image)];
        if (_smoothing > 0)
        {
            float spread = weight * _smoothing / _classes;
            foreach (ref float target in targets)
                target += spread;
        }
        targets[label] += weight * (1 - _smoothing);
        if (part > _largestPart[row])
            (_largestPart[row], _largestLabel[row]) = (part, label);
    }

    public override BatchLoss Loss(NativeContext context, long n, NativeBuffer logits, NativeBuffer gradient)
    {
        NativeBuffer targets = new(
            Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_targets)), n * _classes, ElementType.Float32);
        int* labels = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_largestLabel));
        NativeMethods.SoftmaxCrossEntropy(
            context, n, _classes, 1f / n, logits, targets, labels, n, gradient, out double loss, out long correct).Check();
        GC.KeepAlive(this);
        return new BatchLoss(loss, correct);
    }
}
