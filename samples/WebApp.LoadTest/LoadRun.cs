using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace WebApp.LoadTest;

/// <summary>
/// Runs clients that each send a picture, wait for the answer, and send the next one. Every answer must equal the one
/// that a single client got before: no answer may be lost or mixed up.
/// </summary>
internal sealed class LoadRun(Uri server)
{
    private const string WorkingSet = "process_working_set_bytes ";
    private const int WarmUpPart = 10;

    public required int Clients { get; init; }

    public required int Requests { get; init; }

    public bool Overlay { get; init; }

    public async Task<LoadResult> RunAsync(byte[][] pictures, CancellationToken token)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Clients };
        using var http = new HttpClient(handler) { BaseAddress = server };
        await WaitUntilReadyAsync(http, token);
        var expected = new string[pictures.Length];
        for (int i = 0; i < pictures.Length; i++)
            expected[i] = await PredictAsync(http, pictures[i], token);

        int warmUp = Requests / WarmUpPart;
        var result = new LoadResult { Clients = Clients };
        await SendAsync(warmUp, new double[warmUp]);
        result.WorkingSetBefore = await WorkingSetAsync(http, token);
        var milliseconds = new double[Requests - warmUp];
        long start = Stopwatch.GetTimestamp();
        await SendAsync(milliseconds.Length, milliseconds);
        result.Elapsed = Stopwatch.GetElapsedTime(start);
        result.WorkingSetAfter = await WorkingSetAsync(http, token);
        Array.Sort(milliseconds);
        result.Milliseconds = milliseconds;
        return result;

        async Task SendAsync(int count, double[] milliseconds)
        {
            int next = -1;
            await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count;)
                    milliseconds[i] = await SendOneAsync(i % pictures.Length, result.Failures);
            }, token)));
        }

        async Task<double> SendOneAsync(int picture, ConcurrentDictionary<string, int> failures)
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                if (await PredictAsync(http, pictures[picture], token) != expected[picture])
                    failures.AddOrUpdate("the answer differs from the first one", 1, static (_, n) => n + 1);
            }
            catch (HttpRequestException exception)
            {
                failures.AddOrUpdate(exception.Message, 1, static (_, n) => n + 1);
            }
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static async Task WaitUntilReadyAsync(HttpClient http, CancellationToken token)
    {
        while (true)
        {
            using HttpResponseMessage response = await http.GetAsync("health", token);
            if (response.IsSuccessStatusCode)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), token);
        }
    }

    private async Task<string> PredictAsync(HttpClient http, byte[] picture, CancellationToken token)
    {
        using var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using HttpResponseMessage response = await http.PostAsync($"predict?overlay={Overlay}", content, token);
        string answer = await response.Content.ReadAsStringAsync(token);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{(int)response.StatusCode} {(string?)JsonNode.Parse(answer)?["detail"]}");
        return answer;
    }

    private static async Task<long> WorkingSetAsync(HttpClient http, CancellationToken token)
    {
        string metrics = await http.GetStringAsync("metrics", token);
        string line = metrics.Split('\n').First(line => line.StartsWith(WorkingSet, StringComparison.Ordinal));
        return (long)double.Parse(line[WorkingSet.Length..], CultureInfo.InvariantCulture);
    }
}
