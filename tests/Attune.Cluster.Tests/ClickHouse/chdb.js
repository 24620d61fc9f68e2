// Speaks as much of ClickHouse's HTTP interface as the history needs, with a current engine behind it: chDB, in this process.
//   node chdb.js FOLDER_OF_NODE_MODULES FOLDER_OF_DATA     prints the address; ends when its input does
// Rows go in and out by files, since chDB's own calls take and give text. Settings are looked up, so that a name that the current
// engine has forgotten is an error, and not applied: what they limit is tested on a server.
const http = require('http'), fs = require('fs'), path = require('path');
const [modules, data] = process.argv.slice(2);
const { Session } = require(path.join(modules, 'chdb'));
const session = new Session(path.join(data, 'engine'));
const file = path.join(data, 'rows');
const own = new Set(['database', 'query', 'query_id', 'default_format', 'wait_end_of_query']);
const known = new Set(session.query('SELECT name FROM system.settings UNION ALL SELECT alias_for FROM system.settings', 'TabSeparated').split('\n'));

function answer(parameters, body) {
  for (const name of parameters.keys()) {
    if (!own.has(name) && !known.has(name)) {
      throw new Error(`Code: 115. DB::Exception: Unknown setting '${name}'`);
    }
  }
  session.query(`USE ${'`'}${parameters.get('database') ?? 'default'}${'`'}`);
  if (parameters.has('query')) {
    fs.writeFileSync(file, body);
    const [, insert, format] = /^(INSERT INTO .*) FORMAT (\w+)$/s.exec(parameters.get('query'));
    session.query(`${insert} FROM INFILE '${file}' FORMAT ${format}`);
    return '';
  }
  const [, sql, format] = /^(.*?)(?:\sFORMAT (\w+))?[\s;]*$/s.exec(body.toString());
  if (!/^\s*(SELECT|WITH|SHOW|DESCRIBE|EXISTS|EXPLAIN)\b/i.test(sql)) {
    session.query(sql);
    return '';
  }
  fs.rmSync(file, { force: true });
  session.query(`${sql}\nINTO OUTFILE '${file}' FORMAT ${format ?? parameters.get('default_format')}`);
  return fs.existsSync(file) ? fs.readFileSync(file) : '';
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', part => parts.push(part));
  request.on('end', () => {
    try {
      const said = answer(new URL(request.url, 'http://x').searchParams, Buffer.concat(parts));
      response.writeHead(200).end(said);
    } catch (failure) {
      response.writeHead(500).end(failure.message.includes('DB::Exception') ? failure.message : `Code: 1002. DB::Exception: ${failure.stack}`);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.address().port}`));
process.stdin.resume().on('end', () => process.exit(0));
