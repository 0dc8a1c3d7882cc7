using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.ColdStart;

/// <summary>A process that predicts one image and ends, to measure the time a user waits.</summary>
internal static class ColdStartProcess
{
    public const string OurVerb = "cold-start", OnnxVerb = "cold-start-onnx";

    public static readonly BenchmarkNetwork Network = BenchmarkNetwork.ResNet50;

    private const int Pixels = 3 * 224 * 224;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(2);

    private sealed record Row([property: VectorType(Pixels)] float[] Image);

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    public static DataViewSchema Schema => new MLContext().Data.LoadFromEnumerable<Row>([]).Schema;

    /// <summary>Seconds from the process's start to its first prediction.</summary>
    /// <param name="verb">The implementation.</param>
    /// <param name="model">The model file.</param>
    /// <param name="assembly">The published program's assembly; null for this one.</param>
    public static double Measure(string verb, string model, string? assembly)
    {
        long start = Stopwatch.GetTimestamp();
        using ChildProcess process = new(
            assembly is null ? ProcessEnvironment.Plain : ProcessEnvironment.FastStart, [verb, model], assembly);
        process.ReadLine(s_timeout);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.ReadToEnd(s_timeout);
        return seconds;
    }

    /// <summary>The child's part: predicts with a saved ML.NET model.</summary>
    public static void RunOurs(string model, TextWriter output)
    {
        MLContext ml = new();
        using PredictionEngine<Row, Prediction> engine =
            ml.Model.CreatePredictionEngine<Row, Prediction>(ml.Model.Load(model, out _));
        output.WriteLine(engine.Predict(new Row(new float[Pixels])).Score[0]);
    }

    /// <summary>The child's part: predicts with an ONNX file in ONNX Runtime.</summary>
    public static void RunOnnx(string model, TextWriter output)
    {
        using SessionOptions options = OnnxInference.Options(Environment.ProcessorCount);
        using InferenceSession session = new(model, options);
        using OrtValue image = OrtValue.CreateTensorValueFromMemory(new float[Pixels], [1, 3, 224, 224]);
        using RunOptions run = new();
        using IDisposableReadOnlyCollection<OrtValue> logits =
            session.Run(run, [OnnxNetwork.ImagesName], [image], [OnnxNetwork.LogitsName]);
        output.WriteLine(logits[0].GetTensorDataAsSpan<float>()[0]);
    }
}
