using Microsoft.ML.ResNet.CommandLine;
using Degradation.Display;
using Degradation.Experiments;
using Degradation.Reporting;
using Microsoft.ML;
using Samples.Drawing;

namespace Degradation;

/// <summary>Trains all networks on the images and plots their errors.</summary>
internal sealed class DegradationCommand(Request request, CancellationToken token)
{
    // Enough images that a network does not overfit at once.
    private const int DrawnPerClass = 1000;

    public int Run()
    {
        Directory.CreateDirectory(request.Output);
        Protocol protocol = Protocol.From(request);
        var ml = new MLContext(request.Seed);
        Experiment data = Experiment.Create(ml, request.Data ?? Draw(), protocol);
        Console.WriteLine(
            $"{data.TrainImages} images of {data.Classes} classes to train on, {data.TestImages} to test on; "
            + $"{protocol.Describe(data.TrainImages)}");

        var store = new ResultStore(Path.Combine(request.Output, "networks"), data.Fingerprint);
        NetworkPlan[] plans = [.. NetworkPlan.All(protocol)];
        IExperimentDisplay display = IExperimentDisplay.Create();
        IReadOnlyList<NetworkResult> results = display.Run(plans, () =>
            (IReadOnlyList<NetworkResult>)[.. plans.Select(plan =>
                new NetworkTraining(ml, data, protocol, store, display, request.Threads, token).Run(plan))]);

        Report(new ExperimentResults(protocol, data.TrainImages, data.TestImages, results));
        return 0;
    }

    private string Draw() => DrawnImages.WriteBelow(
        request.Output, request.Seed, token, Math.Min(request.Images ?? DrawnPerClass, DrawnPerClass));

    private void Report(ExperimentResults results)
    {
        ResultTable.Write(results);
        foreach (string sentence in Findings.Describe(results))
            Console.WriteLine(sentence);
        string png = Path.Combine(request.Output, "degradation.png");
        string responses = Path.Combine(request.Output, "layer-responses.png");
        string html = Path.Combine(request.Output, "report.html");
        string json = Path.Combine(request.Output, "results.json");
        PngFigure.Write(
            png, ErrorPlot.Create(results, residual: false, PngFigure.Font),
            ErrorPlot.Create(results, residual: true, PngFigure.Font));
        PngFigure.Write(
            responses, ResponsePlot.Create(results, sorted: false, PngFigure.Font),
            ResponsePlot.Create(results, sorted: true, PngFigure.Font));
        OutputFile.Write(html, HtmlReport.Create(results));
        OutputFile.Write(json, results.ToJson());
        Console.WriteLine($"written: {png}, {responses}, {html}, {json}");
        if (!PngFigure.HasFonts)
            Console.WriteLine("This system has no fonts: the PNG files contain no text, the HTML report does.");
    }
}
