import { AppShell, Burger, Center, Group, Loader, NavLink, Stack, Text } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { Suspense, useEffect, useRef } from 'react'
import { Link, Redirect, Route, Switch, useLocation } from 'wouter'
import { useAccess } from '../api/access'
import icon from '../icon.svg'
import { FaultNote } from '../parts/FaultNote'
import { KeyButton, KeyForm } from './Key'
import { pages } from './pages'
import { SchemeButton } from './SchemeButton'

/** The frame of every page: where one is, where one may go, whose key this is. */
export function Shell() {
  const [open, { toggle, close }] = useDisclosure()
  const [location] = useLocation()
  const narrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false })
  const main = useRef<HTMLElement>(null)
  const before = useRef(location)
  const access = useAccess()
  const here = pages.find(page => page.path === location)
  useEffect(() => {
    document.title = here ? `${here.name} · Attune` : 'Attune console'
    // Whoever listens rather than looks hears that the page has changed; not where it is the first, also by way of "/".
    if (before.current !== '/' && before.current !== location) main.current?.focus()
    before.current = location
    close()
  }, [location])
  return (
    <AppShell header={{ height: 56 }} navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !open } }} padding="md">
      <AppShell.Header>
        <a className="skip" href="#main">Skip to the page</a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={open} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={open ? 'Close the menu' : 'Open the menu'} aria-expanded={open} />
            <Link href="/" className="brand"><img src={icon} width={26} height={26} alt="" />Attune</Link>
            {access.data && <Text size="sm" c="dimmed" visibleFrom="xs">workspace {access.data.workspace}</Text>}
          </Group>
          <Group gap="xs" wrap="nowrap"><KeyButton access={access.data} /><SchemeButton /></Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Pages" inert={narrow && !open}>
        {pages.map(page => (
          <NavLink key={page.path} component={Link} href={page.path} label={page.name} active={page === here} aria-current={page === here ? 'page' : undefined} variant="light" />
        ))}
      </AppShell.Navbar>
      <AppShell.Main ref={main} id="main" tabIndex={-1}>
        {access.isPending ? <Waiting /> : access.error ? (
          <Stack maw={480}><FaultNote fault={access.error} />{'status' in access.error && access.error.status === 401 && <KeyForm />}</Stack>
        ) : (
          <Suspense fallback={<Waiting />}>
            <Switch>
              {pages.map(({ path, page: Page }) => <Route key={path} path={path}><Page /></Route>)}
              <Route path="/"><Redirect to={pages[0].path} replace /></Route>
              <Route><Text>There is no such page.</Text></Route>
            </Switch>
          </Suspense>
        )}
      </AppShell.Main>
    </AppShell>
  )
}

const Waiting = () => <Center mih={240}><Loader aria-label="Loading" /></Center>
