using Microsoft.ML;
using QuickStart.Learning;
using Microsoft.ML.ResNet.CommandLine;

namespace QuickStart;

/// <summary><c>predict MODEL IMAGE...</c>: classifies files with a saved model.</summary>
internal static class PredictCommand
{
    private const int Top = 5;

    /// <returns>The exit code: 0 if all files were classified.</returns>
    public static int Run(string modelPath, IReadOnlyList<string> images, CancellationToken token)
    {
        using PredictionEngine<ImageContent, ImagePrediction> engine = Load(modelPath);
        string[] classes = ClassNames.Read(engine.OutputSchema);
        int exitCode = 0;
        foreach (string image in images)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                byte[] content = File.ReadAllBytes(image);
                Write(image, classes, engine.Predict(new ImageContent { Image = content, Name = image }).Score);
            }
            catch (Exception exception)
            {
                exitCode = Failure.Report(new UserException($"'{image}': {Failure.OneLine(exception)}"));
            }
        }
        return exitCode;
    }

    private static PredictionEngine<ImageContent, ImagePrediction> Load(string path)
    {
        if (!File.Exists(path))
            throw new UserException($"the model '{path}' does not exist.");
        try
        {
            var ml = new MLContext();
            return ml.Model.CreatePredictionEngine<ImageContent, ImagePrediction>(ml.Model.Load(path, out _));
        }
        catch (Exception exception) when (exception is not DllNotFoundException)
        {
            throw new UserException($"'{path}' is not a usable model: {Failure.OneLine(exception)}");
        }
    }

    private static void Write(string image, string[] classes, float[] probabilities)
    {
        if (float.IsNaN(probabilities[0]))
            throw new UserException("the image cannot be decoded.");
        Console.WriteLine(image);
        foreach (int index in Enumerable.Range(0, classes.Length).OrderByDescending(i => probabilities[i]).Take(Top))
            Console.WriteLine($"  {100 * probabilities[index],6:F2} %  {classes[index]}");
    }
}
