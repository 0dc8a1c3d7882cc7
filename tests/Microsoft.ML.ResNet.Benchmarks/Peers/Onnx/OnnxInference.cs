using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;

/// <summary>ONNX Runtime's inference from images to logits, in preallocated memory.</summary>
internal sealed class OnnxInference : IContender
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly OrtValue _images, _logits;

    public int Items { get; }

    /// <param name="file">An ONNX model with the names of <see cref="OnnxNetwork"/>.</param>
    /// <param name="layout">The network.</param>
    /// <param name="batch">The images.</param>
    /// <param name="threads">Number of threads.</param>
    public OnnxInference(byte[] file, NetworkLayout layout, MiniBatch batch, int threads)
    {
        using SessionOptions options = Options(threads);
        _session = new InferenceSession(file, options);
        _images = OrtValue.CreateTensorValueFromMemory(
            batch.ImagesInNchw(layout), [batch.Count, layout.Channels, layout.Height, layout.Width]);
        _logits = OrtValue.CreateTensorValueFromMemory(
            new float[batch.Count * layout.Classes], [batch.Count, layout.Classes]);
        Items = batch.Count;
    }

    /// <summary>The default optimizations and the same number of threads as the other contenders.</summary>
    public static SessionOptions Options(int threads) => new()
    {
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        IntraOpNumThreads = threads,
        InterOpNumThreads = 1,
    };

    public ReadOnlySpan<float> Logits => _logits.GetTensorDataAsSpan<float>();

    public void Step() => _session.Run(
        _run, [OnnxNetwork.ImagesName], [_images], [OnnxNetwork.LogitsName], [_logits]);

    public void Dispose()
    {
        _images.Dispose();
        _logits.Dispose();
        _run.Dispose();
        _session.Dispose();
    }
}
