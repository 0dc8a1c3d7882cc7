using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.ResNet.Benchmarks.Contenders;
using Microsoft.ML.ResNet.Benchmarks.Peers.Onnx;
using Microsoft.ML.ResNet.Benchmarks.Inputs;

namespace Microsoft.ML.ResNet.Benchmarks.ColdStart;

/// <summary>A process that predicts one image and ends: what a user waits for.</summary>
internal static class ColdStartProcess
{
    public const string OurVerb = "cold-start", OnnxVerb = "cold-start-onnx";

    public static readonly BenchmarkNetwork Network = BenchmarkNetwork.ResNet50;

    private const int Pixels = 3 * 224 * 224;

    private sealed record Row([property: VectorType(Pixels)] float[] Image);

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    public static DataViewSchema Schema => new MLContext().Data.LoadFromEnumerable<Row>([]).Schema;

    /// <summary>Seconds from the process's start to its first prediction.</summary>
    /// <param name="verb">Who predicts.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="assembly">The published program; null for this one.</param>
    public static double Measure(string verb, string model, string? assembly)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = ChildProcess.Start(
            assembly is null ? ProcessEnvironment.Plain : ProcessEnvironment.FastStart, [verb, model], assembly);
        string? line = process.StandardOutput.ReadLine();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        process.WaitForExit();
        return line is not null && process.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException($"{verb} ended with {process.ExitCode}.");
    }

    /// <summary>The child's part, us: a saved ML.NET model.</summary>
    public static void RunOurs(string model, TextWriter output)
    {
        MLContext ml = new();
        using PredictionEngine<Row, Prediction> engine =
            ml.Model.CreatePredictionEngine<Row, Prediction>(ml.Model.Load(model, out _));
        output.WriteLine(engine.Predict(new Row(new float[Pixels])).Score[0]);
    }

    /// <summary>The child's part, the peer: an ONNX file.</summary>
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
