using System.CommandLine;
using WebApp.LoadTest;

var url = new Option<Uri?>("--url")
{
    Description = "Address of a running server. Without it, a server is started, and stopped at the end.",
};
var model = new Option<FileInfo?>("--model") { Description = "Model for the server that is started." };
var clients = new Option<int>("--clients") { Description = "Number of concurrent clients.", DefaultValueFactory = _ => 8 };
var requests = new Option<int>("--requests")
{
    Description = "Number of requests of all clients together.",
    DefaultValueFactory = _ => 10_000,
};
var images = new Option<DirectoryInfo?>("--images")
{
    Description = "Folder of pictures to send. Without it, pictures are drawn.",
};
var overlay = new Option<bool>("--overlay") { Description = "Also request the overlay." };
var growth = new Option<double>("--memory-growth-mb")
{
    Description = "Allowed growth of the server's working set in MB, after the first tenth of the requests.",
    DefaultValueFactory = _ => 32,
};
clients.Validators.Add(result => AtLeastOne(result, clients));
requests.Validators.Add(result => AtLeastOne(result, requests));

var root = new RootCommand("Sends pictures to samples/WebApp from many clients at once, and checks every answer.")
{
    url, model, clients, requests, images, overlay, growth,
};
root.SetAction(async (command, token) =>
{
    using ServerProcess? server = command.GetValue(url) is null
        ? ServerProcess.Start(command.GetValue(model) is { } file ? ["--Model", file.FullName] : []) : null;
    var run = new LoadRun(command.GetValue(url) ?? server!.Address)
    {
        Clients = command.GetValue(clients),
        Requests = command.GetValue(requests),
        Overlay = command.GetValue(overlay),
    };
    byte[][] pictures = command.GetValue(images) is { } folder ? Pictures.Read(folder.FullName) : Pictures.Draw();
    LoadResult result = await run.RunAsync(pictures, token);
    foreach (string line in result.ToLines())
        Console.WriteLine(line);
    return result.Failures.Count == 0 && result.GrowthMB <= command.GetValue(growth) ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();

static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, Option<int> option)
{
    if (result.GetValue(option) < 1)
        result.AddError($"{option.Name} must be at least 1.");
}
