// The peer of REST: Kestrel alone, which answers every request with what it was given once, and has nothing else to do.
//
//   kestrel-peer ANSWER URL      ANSWER is the address of the answer that it takes over, headers included
using Microsoft.Extensions.Primitives;

if (args is not [var answer, var url])
{
    Console.Error.WriteLine("usage: kestrel-peer ANSWER URL");
    return 2;
}

using var client = new HttpClient();
using var taken = await client.GetAsync(answer);
var body = await taken.Content.ReadAsByteArrayAsync();

// Kestrel writes the date itself.
var headers = taken.Headers.Concat(taken.Content.Headers)
    .Where(header => header.Key != "Date")
    .Select(header => KeyValuePair.Create(header.Key, new StringValues([.. header.Value])))
    .ToArray();

var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(url);
var app = builder.Build();
app.Run(async context =>
{
    foreach (var (name, value) in headers)
        context.Response.Headers[name] = value;
    await context.Response.BodyWriter.WriteAsync(body);
});
await app.RunAsync();
return 0;
