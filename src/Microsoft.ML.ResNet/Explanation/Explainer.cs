using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Scoring;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>
/// Explains predictions of one model in single precision. Thread-safe; calls run one at a time, each on all threads of
/// the native library. Networks are created on first use.
/// </summary>
internal sealed class Explainer(ClassifierModel model) : IDisposable
{
    private readonly Lock _lock = new();
    private StageGradient? _gradient;
    private InferenceNetwork? _scoring;

    /// <param name="stored">An image in the form of the model's specification.</param>
    /// <param name="plan">The class and the method.</param>
    public ResNetExplanation Explain(ReadOnlySpan<byte> stored, ExplanationPlan plan)
    {
        InputImage image = InputImage.FromStored(stored, model.Specification, model.Network);
        float[] scores = new float[model.Classes.Count], map;
        int label;
        lock (_lock)
            (map, label) = plan.Method == ResNetExplanationMethod.GradCam ? ByGradient(image, plan, scores)
                : ByOcclusion(image, plan, scores);
        (float peak, float[] relative) = Relative(map);
        return new ResNetExplanation(model, image, relative)
        {
            Method = plan.Method,
            ClassIndex = label,
            ClassName = model.Classes.NameOf(label),
            Scores = Array.AsReadOnly(scores),
            Peak = peak,
        };
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _gradient?.Dispose();
            _scoring?.Dispose();
            (_gradient, _scoring) = (null, null);
        }
    }

    private (float[] Map, int Label) ByGradient(InputImage image, ExplanationPlan plan, Span<float> scores)
    {
        if (_gradient?.Stage != plan.Stage)
        {
            _gradient?.Dispose();
            _gradient = null;
            _gradient = new StageGradient(model.Network, SharedContext.Instance, plan.Stage);
        }
        ReadOnlySpan<float> logits = _gradient.Forward(image.Source(1));
        if (model.Rule.IsMultiLabel)
            TensorPrimitives.Sigmoid(logits, scores);
        else
            TensorPrimitives.SoftMax(logits, scores);
        int label = plan.Class ?? TensorPrimitives.IndexOfMax<float>(scores);
        double[] map = GradCam.Map(_gradient.Activations, _gradient.Backward(label), _gradient.Channels);
        GC.KeepAlive(image);
        return (_gradient.Grid.Enlarge(map, image.Shape.Height, image.Shape.Width), label);
    }

    private (float[] Map, int Label) ByOcclusion(InputImage image, ExplanationPlan plan, Span<float> scores)
    {
        _scoring ??= new InferenceNetwork(model.Network, SharedContext.Instance)
        {
            IsMultiLabel = model.Rule.IsMultiLabel,
        };
        _scoring.Predict(image.Source(1), scores);
        int label = plan.Class ?? TensorPrimitives.IndexOfMax<float>(scores);
        OcclusionMap occlusion = new(_scoring, image, model.Network.Normalization);
        return (occlusion.Compute(label, scores, plan.PatchSize, plan.PatchStride), label);
    }

    // Clips negative values and divides by the maximum.
    private static (float Peak, float[] Relative) Relative(float[] map)
    {
        float peak = Math.Max(0, TensorPrimitives.Max<float>(map));
        for (int i = 0; i < map.Length; i++)
            map[i] = peak > 0 ? Math.Max(0, map[i]) / peak : 0;
        return (peak, map);
    }
}
